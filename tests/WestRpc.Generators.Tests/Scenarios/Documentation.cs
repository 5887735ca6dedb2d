using System.Threading;
using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace Documentation;

/// <summary>A value.</summary>
public sealed record Value(int X);

public static partial class Work
{
    /// <summary>
    /// Adds <paramref name="a"/> &amp; <paramref name="b"/> of <see cref="Value"/>, as <c>a &lt; b</c>.
    /// <para>More.</para>
    /// </summary>
    /// <param name="a">The first, smaller than <paramref name="b"/>; see
    /// <see cref="Value.X"/>.</param>
    /// <param name="b">The <b>second</b>.</param>
    /// <param name="cancellation">Ends it, with <paramref name="a"/>.</param>
    /// <returns>The sum.</returns>
    /// <remarks>Not carried over.</remarks>
    [WorkTask]
    private static Value Add(Value a, Value b, CancellationToken cancellation) => new(a.X + b.X);

    /// <summary>Says <see langword="null"/>.</summary>
    [WorkTask]
    private static string? Undocumented(string? text = null) => text;

    /// <param name="class">A keyword.</param>
    [WorkTask]
    private static int Keyword(int @class) => @class;

    // No documentation at all: "no" <tags> & such.
    [WorkTask]
    private static int Comment() => 1;

    /** <summary>In the other style.</summary> */
    [WorkTask]
    private static int Stars() => 2;
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        Expect.Same(3, (await Work.AddTask.SubmitAsync(work, new(1), new(2))).X);
        Expect.Same(null, await Work.UndocumentedTask.SubmitAsync(work));
        Expect.Same(5, await Work.KeywordTask.SubmitAsync(work, 5));
        Expect.Same(1, await Work.CommentTask.SubmitAsync(work));
        Expect.Same(2, await Work.StarsTask.SubmitAsync(work));
    }
}
