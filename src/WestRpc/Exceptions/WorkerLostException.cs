namespace WestRpc;

/// <summary>How one attempt at a task lost its worker.</summary>
/// <param name="Attempt">Which attempt, from 1.</param>
/// <param name="WorkerIndex">The worker's 0-based number on its host.</param>
/// <param name="Host">The worker's host.</param>
/// <param name="ProcessId">The worker's process id.</param>
/// <param name="Reason">How it ended, for example <c>exit code 3</c> or <c>killed by signal 9 (SIGKILL)</c>.</param>
/// <param name="ExitCode">Its exit code, where it exited by itself.</param>
/// <param name="Signal">The number of the signal that ended it, where one did.</param>
/// <param name="StandardError">The last lines that it wrote to standard error.</param>
public sealed record WorkerLoss(
    int Attempt, int WorkerIndex, string Host, int ProcessId, string Reason, int? ExitCode, int? Signal, string StandardError);

/// <summary>Each attempt at a task lost its worker, so it is not given to another.</summary>
public sealed class WorkerLostException : WorkException
{
    internal WorkerLostException(string taskName, string? label, IReadOnlyList<WorkerLoss> losses)
        : base(Describe(taskName, label, losses))
    {
        TaskName = taskName;
        Label = label;
        Losses = losses;
    }

    /// <summary>The identity of the task.</summary>
    public string TaskName { get; }

    /// <summary>The submission's <see cref="WorkOptions.Label"/>.</summary>
    public string? Label { get; }

    /// <summary>One entry for each attempt.</summary>
    public IReadOnlyList<WorkerLoss> Losses { get; }

    private static string Describe(string taskName, string? label, IReadOnlyList<WorkerLoss> losses)
    {
        string task = label is null ? taskName : $"{taskName} ({label})";
        string each = string.Join("; ", losses.Select(
            l => $"attempt {l.Attempt} on worker {l.WorkerIndex} (process {l.ProcessId} on {l.Host}): {l.Reason}"));
        string lastWords = losses[^1].StandardError;
        return $"{task} lost its worker {losses.Count} {(losses.Count == 1 ? "time" : "times")}: {each}." +
            (lastWords.Length == 0 ? "" : $" The last worker's standard error ended with:{Environment.NewLine}{lastWords}");
    }
}
