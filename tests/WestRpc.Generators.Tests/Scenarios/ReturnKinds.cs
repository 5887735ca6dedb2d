using System;
using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace ReturnKinds;

#pragma warning disable WRPC015 // The check reads it in the same process.
public static partial class Work
{
    public static string Last { get; private set; } = "";

    [WorkTask]
    private static void Nothing(string mark) => Last = mark;

    [WorkTask]
    private static int Increment(int x) => x + 1;

    [WorkTask]
    private static async Task LaterAsync(string mark)
    {
        await Task.Yield();
        Last = mark;
    }

    [WorkTask]
    private static async Task<int> IncrementLaterAsync(int x)
    {
        await Task.Yield();
        return x + 2;
    }

    [WorkTask]
    private static ValueTask MaybeLaterAsync(string mark)
    {
        Last = mark;
        return default;
    }

    [WorkTask]
    private static async ValueTask<string?> MaybeValueLaterAsync(string? x)
    {
        await Task.Yield();
        return x;
    }

    [WorkTask]
    private static int NoArguments() => 42;
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        await Work.NothingTask.SubmitAsync(work, "a");
        Expect.Same("a", Work.Last);
        await Work.LaterTask.SubmitAsync(work, "b");
        Expect.Same("b", Work.Last);
        await Work.MaybeLaterTask.SubmitAsync(work, "c");
        Expect.Same("c", Work.Last);
        Expect.Same(2, await Work.IncrementTask.SubmitAsync(work, 1));
        Expect.Same(3, await Work.IncrementLaterTask.SubmitAsync(work, 1));
        Expect.Same(null, await Work.MaybeValueLaterTask.SubmitAsync(work, null));
        Expect.Same("x", await Work.MaybeValueLaterTask.SubmitAsync(work, "x"));
        Expect.Same(42, await Work.NoArgumentsTask.SubmitAsync(work));
        Expect.Same(42, await work.SubmitAsync(new Work.NoArgumentsTask()));
        Expect.Same(null, await Task.WhenAll(work.SubmitManyAsync([new Work.MaybeValueLaterTask(null)])) is [null] ? null : "wrong");
    }
}
