using System.Net;

namespace WestRpc.ZeroMQ.Guard;

/// <summary>What becomes known of refused strangers: a flood of them is not to become a flood of lines.</summary>
internal sealed class Refusals(Action<string>? report)
{
    private const long Interval = 10L * 1_000_000_000;

    private long unreported;
    private long next = long.MinValue;

    public long Count { get; private set; }

    public void Add(IPEndPoint peer, string reason, long now)
    {
        Count++;
        unreported++;
        if (report is null || now < next)
            return;
        report(unreported == 1
            ? $"Refused a connection from {peer}: {reason}"
            : $"Refused {unreported:N0} connections, the last from {peer}: {reason}");
        unreported = 0;
        next = now + Interval;
    }
}
