using MessagePack;
using WestRpc.Tests.Wire;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Tests.Workers;

/// <summary>What a worker does with each call: exactly one answer, whatever comes.</summary>
public sealed class WorkerHostTests
{
    private const string Propagate = "WestRpc.Tests.TestTasks.Propagate";

    private readonly FakeLink link = new();
    private readonly WorkerHost host;

    public WorkerHostTests()
    {
        host = new WorkerHost(new WorkerIdentity(0, "host", 1), link);
        Define(7, Propagate);
    }

    [Fact]
    public void Execute_Call_SendsItsResult()
    {
        host.Execute(Assign(1, 7, WireBytes.Write(new TestTasks.PropagateTask(1.5, 4))));
        Frame frame = Assert.Single(link.Sent);
        Assert.Equal(FrameKind.Result, frame.Kind);
        Assert.Equal(1UL, frame.Header.Lease);
        var reader = new MessagePackReader(frame.Body);
        Assert.Equal(6.0, reader.ReadDouble());
    }

    [Theory]
    [InlineData("")]
    [InlineData("c1")]
    [InlineData("92cb0000000000000000")]
    [InlineData("92cb000000000000000001c0")]
    public void Execute_MalformedArguments_IsAFailureOfThatCall(string body)
    {
        host.Execute(Assign(1, 7, Convert.FromHexString(body)));
        Assert.Equal("WestRpc.WorkSerializationException", Failure(1).Type);
        host.Execute(Assign(2, 7, WireBytes.Write(new TestTasks.PropagateTask(1, 1))));
        Assert.Equal(FrameKind.Result, link.Sent[1].Kind);
    }

    [Fact]
    public void Execute_UnknownTask_IsAFailureThatNamesIt()
    {
        Define(8, "Not.There");
        host.Execute(Assign(1, 8, [0x90]));
        Assert.Contains("Not.There", Failure(1).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_ResultOverTheLimit_IsAFailure()
    {
        var narrow = new FakeLink(maxBody: 4_000);
        var worker = new WorkerHost(new WorkerIdentity(0, "host", 1), narrow);
        worker.Define(Definition(7, "WestRpc.Tests.TestTasks.EchoNumbers"));
        worker.Execute(Assign(1, 7, WireBytes.Write(new TestTasks.EchoNumbersTask(new double[1_000]))));
        Frame frame = Assert.Single(narrow.Sent);
        Assert.Equal(FrameKind.Failure, frame.Kind);
        Assert.Contains("WM_MAX_MESSAGE_BYTES", WireFailure.Read(frame.Body).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_CanceledBefore_NeverBegins()
    {
        host.Cancel(1);
        host.Execute(Assign(1, 7, WireBytes.Write(new TestTasks.PropagateTask(1, 1))));
        host.Execute(Assign(2, 7, WireBytes.Write(new TestTasks.PropagateTask(1, 1))));
        Assert.Equal([FrameKind.Canceled, FrameKind.Result], link.Sent.Select(static f => f.Kind));
    }

    [Fact]
    public void Execute_AfterStop_IsCanceled()
    {
        host.Stop();
        host.Execute(Assign(1, 7, WireBytes.Write(new TestTasks.PropagateTask(1, 1))));
        Assert.Equal(FrameKind.Canceled, Assert.Single(link.Sent).Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("c0")]
    public void Define_WithoutAName_IsWireException(string body) =>
        Assert.Throws<WireException>(() => host.Define(new Frame(FrameKind.Define, Convert.FromHexString(body))));

    private void Define(ushort number, string name) => host.Define(Definition(number, name));

    private static Frame Definition(ushort number, string name) =>
        new(new FrameHeader(0, FrameKind.Define, Task: number), TextMap.Write([new(name, "hash")]));

    private static Frame Assign(ulong lease, ushort task, byte[] arguments) =>
        new(new FrameHeader(arguments.Length, FrameKind.Assign, 1, task, lease), arguments);

    private WireFailure Failure(ulong lease)
    {
        Frame frame = link.Sent.Single(f => f.Header.Lease == lease);
        Assert.Equal(FrameKind.Failure, frame.Kind);
        return WireFailure.Read(frame.Body);
    }
}
