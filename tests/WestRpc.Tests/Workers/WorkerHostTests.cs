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
        host = new WorkerHost(new WorkerIdentity(0, "host", 1), WorkerResources.None, link);
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
        var worker = new WorkerHost(new WorkerIdentity(0, "host", 1), WorkerResources.None, narrow);
        worker.Receive(Definition(7, "WestRpc.Tests.TestTasks.EchoNumbers"));
        worker.Execute(Assign(1, 7, WireBytes.Write(new TestTasks.EchoNumbersTask(new double[1_000]))));
        Frame frame = Assert.Single(narrow.Sent);
        Assert.Equal(FrameKind.Failure, frame.Kind);
        Assert.Contains("WM_MAX_MESSAGE_BYTES", WireFailure.Read(frame.Body).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Receive_CancelBeforeItBegins_AnswersAtOnceAndItNeverBegins()
    {
        host.Receive(Assign(1, 7, WireBytes.Write(new TestTasks.PropagateTask(1, 1))));
        host.Receive(Assign(2, 7, WireBytes.Write(new TestTasks.PropagateTask(1, 1))));
        host.Receive(About(FrameKind.Cancel, 1));
        Assert.Equal([(FrameKind.Canceled, 1UL)], Answers());
        RunAll();
        Assert.Equal([(FrameKind.Canceled, 1UL), (FrameKind.Result, 2)], Answers());
    }

    [Fact]
    public void Receive_CancelBetweenTakenAndBegun_NeverBegins()
    {
        host.Receive(Assign(1, 7, WireBytes.Write(new TestTasks.PropagateTask(1, 1))));
        Assert.True(host.TryTake(out Frame call));
        host.Receive(About(FrameKind.Cancel, 1));
        Assert.Empty(link.Sent);
        host.Execute(call);
        Assert.Equal([(FrameKind.Canceled, 1UL)], Answers());
    }

    [Fact]
    public void Receive_CancelOfWhatIsNotHere_SaysNothing()
    {
        host.Receive(About(FrameKind.Cancel, 9));
        Assert.Empty(link.Sent);
    }

    [Fact]
    public void Receive_RecallBeforeItBegins_GivesItBack()
    {
        host.Receive(Assign(1, 7, WireBytes.Write(new TestTasks.PropagateTask(1, 1))));
        host.Receive(Assign(2, 7, WireBytes.Write(new TestTasks.PropagateTask(1, 1))));
        host.Receive(About(FrameKind.Recall, 2));
        RunAll();
        Assert.Equal([(FrameKind.Recalled, 2UL), (FrameKind.Result, 1)], Answers());
    }

    [Fact]
    public void Receive_RecallOfWhatIsTaken_KeepsIt()
    {
        host.Receive(Assign(1, 7, WireBytes.Write(new TestTasks.PropagateTask(1, 1))));
        Assert.True(host.TryTake(out Frame call));
        host.Receive(About(FrameKind.Recall, 1));
        host.Execute(call);
        Assert.Equal([(FrameKind.Kept, 1UL), (FrameKind.Result, 1)], Answers());
    }

    [Fact]
    public void Execute_AskedToReport_SaysSoBeforeItBegins()
    {
        Frame call = Assign(1, 7, WireBytes.Write(new TestTasks.PropagateTask(1, 1)));
        host.Execute(call with { Header = call.Header with { Nanoseconds = FrameHeader.ReportBegin } });
        Assert.Equal([(FrameKind.Begun, 1UL), (FrameKind.Result, 1)], Answers());
    }

    [Fact]
    public void Receive_NotForAWorker_IsWireException() =>
        Assert.Throws<WireException>(() => host.Receive(About(FrameKind.Result, 1)));

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
        Assert.Throws<WireException>(() => host.Receive(new Frame(FrameKind.Define, Convert.FromHexString(body))));

    private void Define(ushort number, string name) => host.Receive(Definition(number, name));

    private static Frame Definition(ushort number, string name) =>
        new(new FrameHeader(0, FrameKind.Define, Task: number), TextMap.Write([new(name, "hash")]));

    private static Frame Assign(ulong lease, ushort task, byte[] arguments) =>
        new(new FrameHeader(arguments.Length, FrameKind.Assign, 1, task, lease), arguments);

    private static Frame About(FrameKind kind, ulong lease) => new(new FrameHeader(0, kind, Lease: lease), default);

    private void RunAll()
    {
        while (host.TryTake(out Frame call))
            host.Execute(call);
    }

    private IEnumerable<(FrameKind Kind, ulong Lease)> Answers() => link.Sent.Select(static f => (f.Kind, f.Header.Lease));

    private WireFailure Failure(ulong lease)
    {
        Frame frame = link.Sent.Single(f => f.Header.Lease == lease);
        Assert.Equal(FrameKind.Failure, frame.Kind);
        return WireFailure.Read(frame.Body);
    }
}
