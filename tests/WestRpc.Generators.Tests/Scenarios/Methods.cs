using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace Methods;

public static partial class Work
{
    [WorkTask]
    private static partial int Partial(int x = 2);

    private static partial int Partial(int x) => x;

    private static partial int MarkedBelow(int x);

    /// <summary>Below.</summary>
    [WorkTask]
    private static partial int MarkedBelow(int x) => x;

    [WorkTask]
    private static int Extension(this string text, int x) => text.Length + x;

    [WorkTask]
    private static unsafe int Unsafe(int x)
    {
        return *&x;
    }

    [WorkTask]
    private static IEnumerable<int> Iterator(int count)
    {
        for (int i = 0; i < count; i++)
            yield return i;
    }

    // An overload that is no task must not be called instead.
    [WorkTask]
    private static string Overload(long x) => "long " + x;

    private static string Overload(int x) => "int " + x;

    private static string Overload<T>(T x, params int[] rest) => "T " + x + rest.Length;

    [MethodImpl(MethodImplOptions.NoInlining)]
    [DebuggerStepThrough]
    [WorkTask]
    private static int Attributes([CallerLineNumber] int line = 0) => line;

    [WorkTask]
    private static (int Left, int Right) Discard(int _) => (_, _);
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        Expect.Same(2, await Work.PartialTask.SubmitAsync(work));
        Expect.Same(3, await Work.MarkedBelowTask.SubmitAsync(work, 3));
        Expect.Same(7, await Work.ExtensionTask.SubmitAsync(work, "text", 3));
        Expect.Same(5, await Work.UnsafeTask.SubmitAsync(work, 5));
        Expect.Same("0, 1, 2", string.Join(", ", await Work.IteratorTask.SubmitAsync(work, 3)));
        Expect.Same("long 1", await Work.OverloadTask.SubmitAsync(work, 1));
        Expect.Same(0, await Work.AttributesTask.SubmitAsync(work));
        Expect.Same((4, 4), await Work.DiscardTask.SubmitAsync(work, 4));
    }
}
