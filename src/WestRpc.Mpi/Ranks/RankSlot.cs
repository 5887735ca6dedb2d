using WestRpc.Mpi.Master;
using WestRpc.Wire;

namespace WestRpc.Mpi.Ranks;

/// <summary>One other rank as the master sees it. On the thread that owns MPI.</summary>
internal sealed class RankSlot(int rank, MpiThread thread)
{
    private MpiTransport? owner;
    private RankChannel? channel;
    private long openedAt;
    private long now;
    private bool opening;

    public int Rank => rank;

    /// <summary>Whether a work manager has it; guarded by the table.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Whether it does nothing for any work manager.</summary>
    public bool IsClosed { get; private set; } = true;

    /// <summary>Whether it has greeted a work manager, and is not given up.</summary>
    public bool Works => channel is not null;

    /// <summary>Whether it broke the protocol, and gets nothing to do any more.</summary>
    public bool IsBanned { get; private set; }

    /// <summary>Whether it is ready to end.</summary>
    public bool IsReady { get; set; }

    /// <summary>Whether it said something since the master last looked.</summary>
    public bool WasHeard { get; set; }

    /// <summary>Which worker it is, for messages.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Lets it work for a work manager.</summary>
    public void Open(MpiTransport transport, ReadOnlyMemory<byte> terms, int maxBody)
    {
        owner = transport;
        IsClosed = false;
        opening = true;
        openedAt = now;
        thread.Limit(rank, maxBody);
        Send(new Frame(RankFrame.Open, terms));
    }

    public void Send(in Frame frame) => thread.To(rank).Send(frame);

    /// <summary>Unless it takes nothing anyway.</summary>
    public void SayAlive()
    {
        if (thread.To(rank).OnTheirWay == 0)
            Send(new Frame(RankFrame.Alive));
    }

    public void Opened(Dictionary<string, string> about)
    {
        if (opening)
        {
            channel = owner!.Join(this, thread.To(rank), about);
            Name = channel.Worker.ToString();
        }
    }

    public void Received(in Frame frame) => channel?.Received(frame);

    public void BatchEnded() => channel?.BatchEnded();

    /// <summary>Its worker greeted as it should.</summary>
    public void Accepted() => opening = false;

    /// <summary>Nothing of the work manager runs there any more.</summary>
    public void Closed(string refusal)
    {
        IsClosed = true;
        opening = false;
        RankChannel? last = channel;
        channel = null;
        if (!IsBanned)
            owner?.Left(this, last, refusal);
    }

    /// <summary>It does not keep to the protocol: it is given up for good.</summary>
    public void Ban(string reason)
    {
        IsBanned = true;
        Lose(reason);
    }

    /// <summary>It is given up: whatever it does still, what it says of it counts no more.</summary>
    public void Lose(string reason)
    {
        if (IsClosed || owner is null || (channel is null && !opening))
            return;
        opening = false;
        RankChannel? last = channel;
        channel = null;
        Send(new Frame(FrameKind.Stop));
        owner.Lost(this, last, reason);
    }

    public void Tick(long time)
    {
        now = time;
        if (opening && owner is { } waits && now - openedAt > waits.StartLimit)
            Lose($"it did not greet within {waits.StartLimit / 1_000} s (WM_START_TIMEOUT)");
    }
}
