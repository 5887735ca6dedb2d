using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.Workers;
using WestRpc.ZeroMQ.Nodes;
using WestRpc.ZeroMQ.Wire;

namespace WestRpc.ZeroMQ.Tests.Life;

/// <summary>What a node passes on, and what it keeps to itself.</summary>
public sealed class RelayTests : IUplink
{
    private readonly List<string> sent = [];
    private readonly Relay relay;

    public RelayTests() => relay = new Relay(this);

    [Fact]
    public void Joined_TheMasterHearsOfItFirst()
    {
        IChannelReceiver receiver = relay.Joined(new FakeChannel());
        receiver.Received(new Frame(FrameKind.Hello));
        receiver.BatchEnded();
        Assert.Equal([$"1 {NodeFrame.WorkerJoined}", "flush", "1 Hello", "flush"], sent);
        Assert.False(relay.IsEmpty);
    }

    [Fact]
    public void Closed_TheMasterHearsAndNobodyIsHere()
    {
        IChannelReceiver receiver = relay.Joined(new FakeChannel());
        sent.Clear();
        receiver.Closed(new WorkerEnd("exit code 0", 0));
        Assert.Equal([$"1 {NodeFrame.WorkerEnded}", "flush"], sent);
        Assert.True(relay.IsEmpty);
    }

    [Fact]
    public void Receive_ForEachWorker_IsFlushedOnce()
    {
        var first = new FakeChannel();
        var second = new FakeChannel();
        relay.Joined(first);
        relay.Joined(second);
        relay.Receive(2, new Frame(FrameKind.Assign));
        relay.Receive(2, new Frame(FrameKind.Assign));
        relay.Receive(3, new Frame(FrameKind.Assign));
        relay.BatchEnded();
        Assert.Empty(first.Got);
        Assert.Equal(["Assign", "Assign", "flush"], second.Got);
    }

    [Fact]
    public void Withdraw_AllStopAndOnlyResultsAreAnswers()
    {
        var channel = new FakeChannel();
        IChannelReceiver receiver = relay.Joined(channel);
        relay.Withdraw();
        sent.Clear();
        receiver.Received(new Frame(FrameKind.Canceled));
        receiver.Received(new Frame(FrameKind.Failure));
        receiver.Received(new Frame(FrameKind.Result));
        receiver.Received(new Frame(FrameKind.Recalled));
        Assert.Equal(["Stop", "flush"], channel.Got);
        Assert.Equal(["1 Result", "1 Recalled"], sent);
    }

    [Fact]
    public void Received_WhatIsNotForAMaster_IsRefused()
    {
        IChannelReceiver receiver = relay.Joined(new FakeChannel());
        Assert.Throws<WireException>(() => receiver.Received(new Frame(NodeFrame.NodeLeaves)));
    }

    void IUplink.Append(uint worker, in Frame frame) => sent.Add($"{worker} {frame.Kind}");

    void IUplink.Flush() => sent.Add("flush");

    void IUplink.Failed(Exception reason) => sent.Add(reason.Message);

    private sealed class FakeChannel : IWorkerChannel
    {
        public List<string> Got { get; } = [];

        public WorkerIdentity Worker { get; } = new(0, "host", 1);

        public bool SharesMemory => false;

        public ResourceSet Offer => ResourceSet.None;

        public void Accepted() => Got.Add("accepted");

        public void Send(in Frame frame) => Got.Add(frame.Kind.ToString());

        public void Flush() => Got.Add("flush");

        public void Kill(string? reason) => Got.Add($"kill {reason}");
    }
}
