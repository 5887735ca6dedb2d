namespace WestRpc;

/// <summary>The work manager was stopped before the task was done, or before it was submitted.</summary>
public sealed class WorkManagerStoppedException : WorkException
{
    private WorkManagerStoppedException(string message)
        : base(message)
    {
    }

    internal static WorkManagerStoppedException Drained(string taskName, string? label) => new(
        $"The work manager was drained before {(label is null ? taskName : $"{taskName} ({label})")} had begun: it finishes what runs and starts nothing new.");

    internal static WorkManagerStoppedException Of(string taskName, string? label) => new(
        $"The work manager was disposed before {(label is null ? taskName : $"{taskName} ({label})")} was done. Await what you submitted before you dispose it.");
}
