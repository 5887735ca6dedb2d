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

#pragma warning disable CS1570, CS1574, CS1589, CS1734, CS1572
    /// <summary>Never closed <b>.</summary>
    [WorkTask]
    private static int Broken() => 3;

    /// <summary>
    /// Refers to <see cref="Missing"/> and <paramref name="missing"/>, with <include file="missing.xml" path="x"/> of a file.
    /// <code>
    /// a
    ///   b // c
    /// </code>
    /// </summary>
    /// <param name="missing">Is not there.</param>
    [WorkTask]
    private static int Dangling() => 4;
#pragma warning restore

    /// <inheritdoc cref="Broken"/>
    [WorkTask]
    private static int Inherited() => 5;

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
        Expect.Same(3, await Work.BrokenTask.SubmitAsync(work));
        Expect.Same(4, await Work.DanglingTask.SubmitAsync(work));
        Expect.Same(5, await Work.InheritedTask.SubmitAsync(work));
    }
}
