using System;
using System.Threading;
using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace TaskDefaults;

public static partial class Work
{
    private sealed class OwnException : InvalidOperationException;

    [WorkTask(MaxAttempts = 1, TimeLimitSeconds = 0.5, Priority = -2, Resources = "gpu=0, licence=0")]
    private static int WaitForToken(CancellationToken cancellation) => cancellation.WaitHandle.WaitOne() ? 1 : 0;

    [WorkTask(RetryOn = [typeof(OwnException), typeof(TimeoutException)], MaxRetries = 3, RetryDelaySeconds = 0)]
    private static int FailTwice(WorkContext context) => context.Attempt < 3 ? throw new OwnException() : context.Attempt;

    [WorkTask(RetryOn = [typeof(Exception)])]
    private static int Default() => 4;

    [WorkTask(Resources = "gpu=1")]
    private static int OnGpu() => 5;
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        try
        {
            await Work.WaitForTokenTask.SubmitAsync(work);
            throw new InvalidOperationException("it had all the time of the world");
        }
        catch (WorkTimeoutException e)
        {
            Expect.Same(TimeSpan.FromSeconds(0.5), e.Limit);
        }

        Expect.Same(3, await Work.FailTwiceTask.SubmitAsync(work));
        Expect.Same(4, await Work.DefaultTask.SubmitAsync(work));
        try
        {
            await Work.OnGpuTask.SubmitAsync(work);
            throw new InvalidOperationException("there is no GPU");
        }
        catch (WorkResourceException)
        {
            // As it should be.
        }
    }
}
