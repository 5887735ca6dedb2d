using System.Globalization;

namespace WestRpc.ZeroMQ.Configuration;

/// <summary>What a batch system says of the job that this process is part of.</summary>
internal static class BatchJob
{
    /// <summary>Slurm's, in seconds since 1970.</summary>
    public const string EndVariable = "SLURM_JOB_END_TIME";

    /// <summary>How long the job still has, zero where its time is over; null where nobody says.</summary>
    public static TimeSpan? TimeLeft(Func<string, string?> environment, DateTimeOffset now)
    {
        if (!long.TryParse(environment(EndVariable), NumberStyles.None, CultureInfo.InvariantCulture, out long end)
            || end > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return null;
        TimeSpan left = DateTimeOffset.FromUnixTimeSeconds(end) - now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>How long until nothing else is begun; null where that is never, or the job's end unknown.</summary>
    public static TimeSpan? TimeUntilDrain(TimeSpan before, Func<string, string?> environment, DateTimeOffset now)
    {
        if (before <= TimeSpan.Zero || TimeLeft(environment, now) is not { } left)
            return null;
        return left > before ? left - before : TimeSpan.Zero;
    }
}
