using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.Workers;
using WestRpc.ZeroMQ.Guard;
using WestRpc.ZeroMQ.Master;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Wire;
using WestRpc.ZeroMQ.Zmtp;

namespace WestRpc.ZeroMQ.Tests.Life;

/// <summary>What the master makes of what one node says.</summary>
public sealed class NodeSessionTests : ITransportListener, IMessageSink, IDisposable
{
    private const int MaxBody = 1 << 20;

    private readonly RunSecret secret = RunSecret.Generate();
    private readonly MemberSession node;
    private readonly SealedSession results;
    private readonly NodeSession session;
    private readonly List<string> reports = [];
    private readonly List<byte[]> sent = [];
    private readonly List<string> closings = [];

    public NodeSessionTests()
    {
        using var handshake = new NodeHandshake(secret);
        byte[] greeting = new byte[Handshake.GreetingSize];
        handshake.WriteGreeting(greeting);
        byte[] reply = new byte[Handshake.ReplySize];
        MemberSession member = new MasterHandshake(secret).Accept(greeting, 1, reply);
        node = handshake.ReadReply(reply);
        member.Tasks.Receiving.Open(Sealed(node.Tasks, 0, NodeFrame.NodeHello, default));
        JoinOffer offer = member.Offer(SessionChannel.Results);
        byte[] proof = new byte[JoinProof.Size];
        results = node.Join(SessionChannel.Results, offer.Nonce.ToArray(), proof);
        session = new NodeSession(member, this, this, static _ => { }, new RunningClock(0), MaxBody)
        {
            Hello = new NodeHello("a", 1, 1, 1, 1, ""),
        };
        session.Joined(offer.Accept(proof), this);
    }

    [Fact]
    public void Drains_WorkersLeaveAndThoseThatJoinLaterToo()
    {
        Say(1, NodeFrame.WorkerJoined, Worker(0));
        Say(0, NodeFrame.NodeDrains);
        Say(2, NodeFrame.WorkerJoined, Worker(1));
        Assert.Equal(["w0 joined", "w0 leaves", "w1 joined", "w1 leaves"], reports);
        Say(1, NodeFrame.WorkerEnded, WorkerMessages.Ended(new WorkerEnd("exit code 3", 3)));
        Assert.Equal("w0 ended: exit code 3", reports[^1]);
    }

    [Fact]
    public void Withdraws_WorkersEndInOrder()
    {
        Say(1, NodeFrame.WorkerJoined, Worker(0));
        Say(2, NodeFrame.WorkerJoined, Worker(1));
        Say(0, NodeFrame.NodeWithdraws);
        Say(1, NodeFrame.WorkerEnded, WorkerMessages.Ended(new WorkerEnd("killed")));
        Assert.True(Say(0, NodeFrame.NodeLeaves));
        session.Close("left");
        Assert.Equal(["w0 joined", "w1 joined", "w0 leaves", "w1 leaves", "w0 ended: killed, in order", "w1 ended: left, in order"], reports);
    }

    [Fact]
    public void Leaves_WithTrouble_SaysWhich()
    {
        Assert.True(Say(0, NodeFrame.NodeLeaves, "no force field"u8.ToArray()));
        Assert.Equal("no force field", session.Trouble);
    }

    [Fact]
    public void Close_WorkersAreGoneAndNothingElseCounts()
    {
        Say(1, NodeFrame.WorkerJoined, Worker(0));
        byte[] late = Sealed(1, NodeFrame.WorkerEnded, WorkerMessages.Ended(new WorkerEnd("late")));
        session.Close("silent");
        Assert.False(session.Receive(late));
        Assert.Equal(["w0 joined", "w0 ended: silent"], reports);
    }

    [Fact]
    public void Receive_AFrameIsMissing_Throws()
    {
        Sealed(0, NodeFrame.NodeHeartbeat, default);
        byte[] second = Sealed(0, NodeFrame.NodeHeartbeat, default);
        Assert.Throws<SealException>(() => session.Receive(second));
    }

    [Fact]
    public void Receive_AWorkerSaysWhatIsNotForAMaster_ItIsKilledAndTheOthersGoOn()
    {
        Say(1, NodeFrame.WorkerJoined, Worker(0));
        Say(2, NodeFrame.WorkerJoined, Worker(1));
        Say(1, FrameKind.Assign);
        Say(1, FrameKind.Result);
        Say(2, FrameKind.Result);
        Say(1, NodeFrame.WorkerEnded, WorkerMessages.Ended(new WorkerEnd("killed")));
        Assert.Equal(["w0 joined", "w1 joined", "w1: Result", "w0 ended: killed"], reports);
        ReadOnlyMemory<byte> text = node.Tasks.Receiving.Open(Assert.Single(sent).AsMemory());
        Assert.True(FrameBatch.TryRead(ref text, MaxBody, out uint worker, out Frame frame));
        Assert.Equal((1u, NodeFrame.WorkerKill), (worker, frame.Kind));
        Assert.Equal("not for me"u8.ToArray(), frame.Body.ToArray());
    }

    [Fact]
    public void Close_AllItsConnectionsAreClosed_AndOnesThatComeLater()
    {
        session.Subscribed(this);
        session.Close("it said nothing");
        Assert.Equal(["it said nothing", "it said nothing", "it said nothing"], closings);
        session.Subscribed(this);
        Assert.Equal(4, closings.Count);
    }

    [Fact]
    public void Refuse_TheNodeCanReadWhy()
    {
        session.Refuse("a frame is missing");
        ReadOnlyMemory<byte> text = node.Tasks.Receiving.Open(Assert.Single(sent).AsMemory());
        Assert.True(FrameBatch.TryRead(ref text, MaxBody, out uint worker, out Frame frame));
        Assert.Equal((0u, NodeFrame.NodeRefused), (worker, frame.Kind));
        Assert.Equal("a frame is missing"u8.ToArray(), frame.Body.ToArray());
    }

    public void Dispose()
    {
        results.Dispose();
        node.Dispose();
        secret.Dispose();
    }

    void IMessageSink.Send(ReadOnlySpan<byte> message) => sent.Add(message.ToArray());

    void IMessageSink.Flush()
    {
    }

    void IMessageSink.Close(string reason) => closings.Add(reason);

    IChannelReceiver ITransportListener.Joined(IWorkerChannel channel) => new Receiver($"w{channel.Worker.Index}", reports);

    void ITransportListener.Failed(Exception reason) => reports.Add(reason.Message);

    private bool Say(uint worker, FrameKind kind, ReadOnlyMemory<byte> body = default) => session.Receive(Sealed(worker, kind, body));

    private byte[] Sealed(uint worker, FrameKind kind, ReadOnlyMemory<byte> body) => Sealed(results, worker, kind, body);

    private static byte[] Sealed(SealedSession by, uint worker, FrameKind kind, ReadOnlyMemory<byte> body)
    {
        var batch = new FrameBatch();
        batch.Append(worker, new Frame(kind, body));
        by.Sending.Seal(batch.Message);
        return batch.Message.ToArray();
    }

    private static ReadOnlyMemory<byte> Worker(int index) => WorkerMessages.Joined(new WorkerIdentity(index, "a", 7), ResourceSet.None);

    private sealed class Receiver : IChannelReceiver
    {
        private readonly string name;
        private readonly List<string> reports;

        public Receiver(string name, List<string> reports)
        {
            this.name = name;
            this.reports = reports;
            reports.Add($"{name} joined");
        }

        public void Received(in Frame frame)
        {
            if (frame.Kind == FrameKind.Assign)
                throw new WireException("not for me");
            reports.Add($"{name}: {frame.Kind}");
        }

        public void BatchEnded()
        {
        }

        public void Leaving() => reports.Add($"{name} leaves");

        public void Closed(WorkerEnd end) => reports.Add($"{name} ended: {end.Reason}{(end.IsInOrder ? ", in order" : "")}");
    }
}
