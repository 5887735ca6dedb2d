using System.Threading;
using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace ContextParameters;

public static partial class Work
{
    [WorkTask]
    private static int Only(CancellationToken cancellation) => cancellation.CanBeCanceled ? 1 : 0;

    [WorkTask]
    private static int First(CancellationToken cancellation, int x) => cancellation.CanBeCanceled ? x : 0;

    [WorkTask]
    private static int Middle(int x, WorkContext context, int y) => context.Attempt + x + y;

    [WorkTask]
    private static string Both(WorkContext context, string x, CancellationToken cancellation = default) =>
        $"{context.TaskName} {x} {cancellation == context.CancellationToken}";

    [WorkTask]
    private static async Task<int> OptionalAsync(int x = 3, WorkContext? context = null, CancellationToken cancellation = default, int y = 4)
    {
        await Task.Delay(0, cancellation);
        return context is null ? 0 : x + y;
    }
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        Expect.Same(1, await Work.OnlyTask.SubmitAsync(work));
        Expect.Same(5, await Work.FirstTask.SubmitAsync(work, 5));
        Expect.Same(8, await Work.MiddleTask.SubmitAsync(work, 3, 4));
        Expect.Same("ContextParameters.Work.Both x True", await Work.BothTask.SubmitAsync(work, "x"));
        Expect.Same(7, await Work.OptionalTask.SubmitAsync(work));
        Expect.Same(3, await Work.OptionalTask.SubmitAsync(work, 1, 2));
    }
}
