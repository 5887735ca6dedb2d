namespace WestRpc;

internal static class TaskExtensions
{
    /// <summary>For callbacks of users that nobody waits for: what they throw is theirs.</summary>
    public static void ObserveFailure(this Task task) => task.ContinueWith(
        static done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
