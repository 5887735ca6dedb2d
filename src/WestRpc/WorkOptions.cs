namespace WestRpc;

/// <summary>How one submission is to be treated. What is not set is taken from the work manager's defaults.</summary>
public sealed record WorkOptions
{
    /// <summary>
    /// How many workers a task may lose before it fails with <see cref="WorkerLostException"/>; 1 means that the task is
    /// begun at most once. Default: the work manager's (3).
    /// </summary>
    public int? MaxAttempts
    {
        get;
        init
        {
            if (value is < 1)
                throw new ArgumentOutOfRangeException(nameof(value), value, "MaxAttempts is at least 1.");
            field = value;
        }
    }

    /// <summary>A name for this call in messages and logs, for example <c>segment 12 of iteration 7</c>.</summary>
    public string? Label { get; init; }
}
