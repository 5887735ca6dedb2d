namespace WestRpc;

/// <summary>The work manager was stopped before the task was done, or before it was submitted.</summary>
public sealed class WorkManagerStoppedException : WorkException
{
    internal WorkManagerStoppedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
