namespace WestRpc.ZeroMQ.Configuration;

/// <summary>
/// Tells by the server's file whether its run is over. A shared file system may be away for a moment: a file that can't be read
/// shows nothing, and that there is none is believed after several looks over some time.
/// </summary>
/// <param name="file">The server's file.</param>
/// <param name="terms">What is asked of it.</param>
/// <param name="runId">The run.</param>
/// <param name="time">The clock.</param>
internal sealed class RunWatch(NamedFile file, ServerInfoTerms terms, string runId, TimeProvider? time = null)
{
    private const int Looks = 3;
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(10);

    private readonly ServerInfoReader reader = new(file, terms);
    private readonly TimeProvider time = time ?? TimeProvider.System;
    private int missed;
    private long missedSince;

    /// <summary>Looks once: why the run is known to be over; null where it may go on.</summary>
    public string? WhyOver()
    {
        FileOutcome<ServerInfo> outcome = reader.Read();
        using ServerInfo? info = outcome.Value;
        if (outcome.State == FileState.Missing && PrivateFile.IsGone(file.Path))
            return IsMissedForLong() ? $"{file} is gone" : null;
        missed = 0;
        return outcome.State == FileState.Stale ? outcome.Reason
            : info is not null && info.RunId != runId ? $"{file} is another run's"
            : null;
    }

    private bool IsMissedForLong()
    {
        if (missed++ == 0)
            missedSince = time.GetTimestamp();
        return missed >= Looks && time.GetElapsedTime(missedSince) >= LongEnough;
    }
}
