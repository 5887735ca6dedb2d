using WestRpc.ZeroMQ.Guard.Interop;
using WestRpc.ZeroMQ.Security;

namespace WestRpc.ZeroMQ.Guard;

/// <summary>What connections may take of the process.</summary>
internal sealed record GuardLimits
{
    private const int MostConnections = 65_536;
    private const int MostStrangers = 256;

    /// <param name="descriptors">How many the process may have open.</param>
    public GuardLimits(int descriptors)
    {
        // What is left is for the runtime, local workers (some four each) and the user's files.
        int rest = 48 + Math.Min(descriptors / 4, 1_024);
        Connections = Math.Clamp(descriptors - rest, 8, MostConnections);
        Strangers = Math.Min(Connections / 4, MostStrangers);
    }

    /// <summary>Connections in all.</summary>
    public int Connections { get; init; }

    /// <summary>Of them, those that have not authenticated.</summary>
    public int Strangers { get; init; }

    /// <summary>Bytes that a stranger may send.</summary>
    public int StrangerBytes { get; init; } = PreAuthBudget.DefaultBytes;

    /// <summary>How long one may remain a stranger.</summary>
    public TimeSpan StrangerTime { get; init; } = PreAuthBudget.DefaultTime;

    /// <summary>
    /// What may wait to be sent to one peer. For a node that is bounded far below, by what its workers may hold: this is against a
    /// peer that asks and asks, and reads nothing.
    /// </summary>
    public long WaitingBytes { get; init; } = 1L << 40;

    public static GuardLimits OfThisProcess() => new(ResourceLimits.OpenFiles);
}
