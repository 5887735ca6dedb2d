using System.Buffers.Binary;
using WestRpc.ZeroMQ;
using WestRpc.ZeroMQ.Master;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Zmtp;

namespace WestRpc.Simulation.Nodes;

/// <summary>The two connections of one attempt of a node to be a member, after the handshake, and what each end has of them.</summary>
internal sealed class SimNodeLink
{
    private readonly Simulation simulation;
    private readonly SimWire greeting;
    private readonly SimWire results;
    private readonly SimWire tasks;

    public SimNodeLink(Simulation simulation, SimNode node, int number)
    {
        this.simulation = simulation;
        Node = node;
        SimNodeServer server = simulation.Nodes;
        ulong seed = (ulong)simulation.Scenario.Seed;
        greeting = new SimWire(
            simulation, new SimRandom(seed, 20, number), () => Math.Max(node.HeardFrom, server.ReadsFrom), m => server.Greeted(this, m), static () => { });
        results = new SimWire(
            simulation, new SimRandom(seed, 21, number), () => Math.Max(node.HeardFrom, server.ReadsFrom), m => server.Received(this, m), BatchEnded);
        tasks = new SimWire(
            simulation, new SimRandom(seed, 22, number), () => Math.Max(node.HearsFrom, node.FrozenUntil), m => node.Received(this, m), () => node.BatchEnded(this));
        Random = new SimRandom(seed, 23, number);

        // Nothing is sealed: what a handshake leaves behind serves as it is.
        byte[] hash = new byte[32];
        BinaryPrimitives.WriteInt32LittleEndian(hash, number + 1);
        using var secrets = new NoiseSecrets(hash, hash, hash, hash);
        Member = new MemberSession(secrets, SessionSide.Node, (ulong)number, confirmed: true, ZeroMQSecurity.None, limits: null);
        AtMaster = new MemberSession(secrets, SessionSide.Master, (ulong)number, confirmed: false, ZeroMQSecurity.None, limits: null);
        TasksSink = new Sink(tasks, this);
        ResultsSink = new Sink(null, this);
    }

    public SimNode Node { get; }

    public SimRandom Random { get; }

    public MemberSession Member { get; }

    public MemberSession AtMaster { get; }

    public IMessageSink TasksSink { get; }

    public IMessageSink ResultsSink { get; }

    /// <summary>The master's session; null before it was greeted.</summary>
    public NodeSession? Session { get; set; }

    public string Instance { get; set; } = "";

    /// <summary>When the master heard of it, by the master's clock.</summary>
    public long HeardAt { get; set; }

    /// <summary>When its channel for results came.</summary>
    public long? JoinedAt { get; set; }

    public bool IsWhole => !tasks.IsCut && !results.IsCut && !greeting.IsCut;

    /// <summary>Whether all that the node sent has come.</summary>
    public bool AreResultsIdle => results.IsIdle;

    /// <summary>Whether all that the master sent has come.</summary>
    public bool AreTasksIdle => tasks.IsIdle;

    public void Greet(byte[] message) => greeting.Send(message);

    public void SendResult(byte[] message) => results.Send(message);

    /// <summary>Somebody between cuts one or both; the master hears of it soon, late, or never.</summary>
    public void Cut(long choice)
    {
        if (choice % 3 != 1)
            results.Cut();
        if (choice % 3 != 2)
            tasks.Cut();
        if (choice / 3 % 4 > 0)
            Notice(choice / 12 % (2 * Duration.Second));
    }

    /// <summary>The node's end is closed in order: what it sent comes, and then the master hears of it.</summary>
    public void CloseAtNode()
    {
        greeting.Cut(losesSome: false);
        results.Cut(losesSome: false);
        tasks.Cut();
        Notice(0);
    }

    private void BatchEnded()
    {
        Session?.BatchEnded();
        Node.CheckResultsHaveCome(this);
    }

    private void Notice(long after) => simulation.Clock.After(after, () =>
    {
        long reads = Math.Max(Node.HeardFrom, simulation.Nodes.ReadsFrom);
        if (simulation.Clock.Now < reads || !results.IsIdle)
            Notice(Math.Max(reads - simulation.Clock.Now, Duration.Millisecond));
        else
            simulation.Nodes.Closed(this, "the connection is closed");
    });

    private sealed class Sink(SimWire? wire, SimNodeLink link) : IMessageSink
    {
        private readonly List<byte[]> queued = [];
        private byte[] last = [];

        public void Send(ReadOnlySpan<byte> message)
        {
            Checks.Check(wire is not null, "the master says something where it only listens");
            last = message.ToArray();
            queued.Add(last);
        }

        public void Flush()
        {
            foreach (byte[] message in queued)
                wire!.Send(message);
            queued.Clear();
        }

        public void Close(string reason)
        {
            if (wire is not null)
                link.simulation.Nodes.CheckReason(link, reason, last);
            queued.Clear();
            wire?.Cut(losesSome: link.Random.OneIn(2));
        }
    }
}
