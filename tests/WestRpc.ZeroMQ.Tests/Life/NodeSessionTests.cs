using System.Reflection;
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

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private readonly RunSecret secret = RunSecret.Generate();
    private readonly RunningClock clock = new(0);
    private readonly MemberSession member;
    private readonly MemberSession node;
    private readonly SealedSession results;
    private readonly NodeSession session;
    private readonly List<string> reports = [];
    private readonly List<byte[]> sent = [];
    private readonly List<string> closings = [];
    private long milliseconds;

    public NodeSessionTests()
    {
        using var handshake = new NodeHandshake(secret);
        byte[] greeting = new byte[Handshake.GreetingSize];
        handshake.WriteGreeting(greeting);
        byte[] reply = new byte[Handshake.ReplySize];
        member = new MasterHandshake(secret).Accept(greeting, 1, reply);
        node = handshake.ReadReply(reply);
        member.Tasks.Receiving.Open(Sealed(node.Tasks, 0, NodeFrame.NodeHello, default));
        JoinOffer offer = member.Offer(SessionChannel.Results);
        byte[] proof = new byte[JoinProof.Size];
        results = node.Join(SessionChannel.Results, offer.Nonce.ToArray(), proof);
        session = new NodeSession(member, this, this, static _ => { }, clock, MaxBody)
        {
            Silence = Silence,
            ResultsOffer = offer,
            AnnouncementsOffer = member.Offer(SessionChannel.Announcements),
            Hello = new NodeHello("a", 1, 1, 1, 1, ""),
        };
        session.Join(proof, this);
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
    public void Close_AllItsConnectionsAreClosed_AndNoneJoins()
    {
        byte[] proof = new byte[JoinProof.Size];
        node.Join(SessionChannel.Announcements, session.AnnouncementsOffer!.Nonce.ToArray(), proof).Dispose();
        session.Subscribe(proof, this);
        session.Close("it said nothing");
        Assert.Equal(["it said nothing", "it said nothing", "it said nothing"], closings);
        Assert.Throws<WireException>(() => session.Subscribe(proof, this));
        Assert.Throws<WireException>(() => session.Join(proof, this));
    }

    [Fact]
    public void Close_ItsKeysAreWiped()
    {
        var exporter = (SecretBytes)Private(typeof(MemberSession), "exporter").GetValue(member)!;
        IFrameSeal[] seals =
            [.. new[] { member.Tasks, (SealedSession)Private(typeof(NodeSession), "results").GetValue(session)! }
                .SelectMany(static s => (SealedDirection[])[s.Sending, s.Receiving])
                .Select(static d => (IFrameSeal)Private(typeof(SealedDirection), "cipher").GetValue(d)!)];
        Assert.NotEqual(0, exporter.Span[0] | exporter.Span[1] | exporter.Span[2] | exporter.Span[3]);
        session.Close("it said nothing");
        Assert.Throws<ObjectDisposedException>(() => exporter.Span.Length);
        foreach (IFrameSeal seal in seals)
            Assert.Throws<ObjectDisposedException>(() => seal.Encrypt(0, [], new byte[16], []));
        Assert.Equal("it said nothing", member.Tasks.End);
    }

    [Fact]
    public void Close_WhileOthersSend_IsDropped()
    {
        using var begun = new CountdownEvent(4);
        Thread[] senders = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            session.Flush();
            begun.Signal();
            while (!session.IsClosed)
                Send();
            Send();

            void Send()
            {
                session.Append(0, new Frame(NodeFrame.MasterHeartbeat));
                session.Flush();
            }
        }))];
        Array.ForEach(senders, static t => t.Start());
        begun.Wait(TestContext.Current.CancellationToken);
        session.Close("it said nothing");
        Array.ForEach(senders, static t => t.Join());
    }

    [Fact]
    public void Came_PartOfAMessage_IsASignOfLife()
    {
        Pass(8);
        session.Came(TransferProgress.Least);
        Assert.Equal(8_000, session.HeardAt);
        Pass(8);
        session.Came(TransferProgress.Least + 100);
        Assert.Equal(8_000, session.HeardAt);
    }

    [Fact]
    public void Came_ALongMessage_WorkersLiveAsWell()
    {
        Say(1, NodeFrame.WorkerJoined, Worker(0));
        Say(2, NodeFrame.WorkerJoined, Worker(1));
        Say(1, FrameKind.Hello);
        Pass(4);
        session.Came(1 * TransferProgress.Least);
        Assert.DoesNotContain("w0: Heartbeat", reports);
        Pass(2);
        session.Came(2 * TransferProgress.Least);
        session.BatchEnded();
        Assert.Equal(["w0 joined", "w1 joined", "w0: Hello", "w0: Heartbeat", "w0: end of batch"], reports);
        Pass(4);
        session.Came(3 * TransferProgress.Least);
        Pass(1);
        session.Came(4 * TransferProgress.Least);
        Assert.Equal(2, reports.Count(static r => r == "w0: Heartbeat"));
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

    IChannelReceiver ITransportListener.Joined(IWorkerChannel channel) => new Receiver(channel, reports);

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

    // The clock counts no more at once.
    private void Pass(int seconds)
    {
        for (int i = 0; i < seconds; i++)
            clock.Tick(milliseconds += 1_000);
    }

    private static FieldInfo Private(Type type, string field) => type.GetField(field, BindingFlags.NonPublic | BindingFlags.Instance)!;

    private static ReadOnlyMemory<byte> Worker(int index) => WorkerMessages.Joined(new WorkerIdentity(index, "a", 7), ResourceSet.None);

    private sealed class Receiver : IChannelReceiver
    {
        private readonly IWorkerChannel channel;
        private readonly string name;
        private readonly List<string> reports;

        public Receiver(IWorkerChannel channel, List<string> reports)
        {
            this.channel = channel;
            name = $"w{channel.Worker.Index}";
            this.reports = reports;
            reports.Add($"{name} joined");
        }

        public void Received(in Frame frame)
        {
            if (frame.Kind == FrameKind.Assign)
                throw new WireException("not for me");
            if (frame.Kind == FrameKind.Hello)
                channel.Accepted();
            reports.Add($"{name}: {frame.Kind}");
        }

        public void BatchEnded() => reports.Add($"{name}: end of batch");

        public void Leaving() => reports.Add($"{name} leaves");

        public void Closed(WorkerEnd end) => reports.Add($"{name} ended: {end.Reason}{(end.IsInOrder ? ", in order" : "")}");
    }
}
