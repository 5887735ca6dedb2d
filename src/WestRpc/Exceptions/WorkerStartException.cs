namespace WestRpc;

/// <summary>Workers can't be started: several in a row ended before they could take a task.</summary>
public sealed class WorkerStartException : WorkException
{
    internal WorkerStartException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
