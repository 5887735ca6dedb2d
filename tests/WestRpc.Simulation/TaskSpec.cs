namespace WestRpc.Simulation;

internal enum TaskBehaviour : byte
{
    /// <summary>Returns.</summary>
    Returns,

    /// <summary>Throws so many times, then returns.</summary>
    Throws,

    /// <summary>Throws what no retry covers.</summary>
    ThrowsOther,

    /// <summary>Never ends by itself.</summary>
    Loops,

    /// <summary>Ends its worker, each time.</summary>
    Poison,
}

/// <summary>One task of a schedule.</summary>
internal sealed record TaskSpec(int Id, int Task, WorkOptions Options)
{
    /// <summary>The largest argument.</summary>
    public const int MostBytes = 5 << 20;

    public long Duration { get; init; }

    /// <summary>How many bytes its argument has.</summary>
    public int Size { get; init; } = sizeof(int);

    public TaskBehaviour Behaviour { get; init; }

    /// <summary>How often it throws before it returns.</summary>
    public int Throws { get; init; }

    /// <summary>How long it takes to heed its token; <see cref="WestRpc.Simulation.Duration.Forever"/> where it does not.</summary>
    public long Heeds { get; init; }

    public override string ToString() =>
        $"t{Id} ({Behaviour}, {Duration / 1e6:0.###} ms{(Size > sizeof(int) ? $", {Size:N0} bytes" : "")}{(Options.Priority != 0 ? $", priority {Options.Priority}" : "")}" +
        $"{(Options.MaxAttempts is { } most ? $", {most} attempts" : "")}{(Options.TimeLimit is { } limit ? $", limit {limit.TotalMilliseconds} ms" : "")}" +
        $"{(Options.Resources is { } needs ? $", needs {string.Join('+', needs.Select(static n => $"{n.Value} {n.Key}"))}" : "")}" +
        $"{(Options.Retry is { } retry ? $", {retry.MaxRetries} retries" : "")}{(Options.KillAfterCancel is { } grace ? $", grace {grace.TotalMilliseconds} ms" : "")})";
}
