using System.Globalization;
using WestRpc.Wire;

namespace WestRpc.Mpi.Ranks;

/// <summary>What concerns the run as a whole, and so is the master's to say.</summary>
/// <param name="MaxMessageBytes">The largest message.</param>
/// <param name="Heartbeat">The time between a rank's signs of life, and the master's, in milliseconds; 0 for none.</param>
/// <param name="Silence">After how many milliseconds without one the other side counts as dead.</param>
internal sealed record RunTerms(int MaxMessageBytes, long Heartbeat, long Silence)
{
    private const string MaxMessageBytesName = "WM_MAX_MESSAGE_BYTES";
    private const string HeartbeatName = "WM_HEARTBEAT_INTERVAL";
    private const string SilenceName = "WM_HEARTBEAT_TIMEOUT";

    public static RunTerms Of(WorkManagerOptions options) => new(
        options.MaxMessageBytes, (long)options.HeartbeatInterval.TotalMilliseconds, (long)options.HeartbeatTimeout.TotalMilliseconds);

    /// <exception cref="WireException">These are no terms.</exception>
    public static RunTerms Read(IReadOnlyDictionary<string, string> texts)
    {
        return new RunTerms((int)Number(MaxMessageBytesName), Number(HeartbeatName), Number(SilenceName));

        long Number(string name) =>
            texts.TryGetValue(name, out string? text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
                ? number
                : throw new WireException($"The terms of a run lack {name}.");
    }

    public Dictionary<string, string> Write() => new(StringComparer.Ordinal)
    {
        [MaxMessageBytesName] = Text(MaxMessageBytes),
        [HeartbeatName] = Text(Heartbeat),
        [SilenceName] = Text(Silence),
    };

    /// <summary>In words, in which variables these are not as the master's; empty where they are.</summary>
    public string DifferencesFrom(RunTerms master) => string.Join(
        ", ", Write().Where(own => master.Write()[own.Key] != own.Value).Select(static own => own.Key));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
