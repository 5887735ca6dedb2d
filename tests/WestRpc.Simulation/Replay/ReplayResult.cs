namespace WestRpc.Simulation.Replay;

/// <summary>How the replay of a record came out.</summary>
/// <param name="Events">Lines that went into the core.</param>
/// <param name="Effects">Lines that came out of it and were compared.</param>
/// <param name="Losses">Workers that were gone while they held calls.</param>
/// <param name="GivenAgain">How often a call was given out that had been before.</param>
/// <param name="Retries">How many of those because of a failure or a time limit.</param>
/// <param name="Unfinished">Submissions whose end is not in it.</param>
/// <param name="Gap">Why it has no end; null where it has.</param>
/// <param name="Difference">The first difference, with what was before it; null where there is none.</param>
internal sealed record ReplayResult(
    long Events, long Effects, long Losses, long GivenAgain, long Retries, long Unfinished, string? Gap, string? Difference);
