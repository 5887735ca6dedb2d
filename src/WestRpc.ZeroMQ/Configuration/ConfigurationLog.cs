using Microsoft.Extensions.Logging;

namespace WestRpc.ZeroMQ.Configuration;

/// <summary>What is said before there is a connection.</summary>
internal static partial class ConfigurationLog
{
    [LoggerMessage(120, LogLevel.Warning, "WM_ZMQ_SECURITY is none: whoever can reach this run's ports can read its tasks and answer them.")]
    public static partial void NotSealed(ILogger logger);

    [LoggerMessage(121, LogLevel.Warning, "{What}")]
    public static partial void Note(ILogger logger, string what);

    [LoggerMessage(122, LogLevel.Warning, "WM_DRAIN_BEFORE_END is {Seconds} s, but SLURM_JOB_END_TIME does not say when this job ends: nothing is drained before its end.")]
    public static partial void EndUnknown(ILogger logger, double seconds);

    [LoggerMessage(123, LogLevel.Information, "Listening for clients at {Endpoints}; they find it through {File}.")]
    public static partial void Listening(ILogger logger, string endpoints, string file);
}
