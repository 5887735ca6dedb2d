using System.Buffers;
using WestRpc.Dispatch;
using WestRpc.Wire;

namespace WestRpc.Tests.Dispatch;

/// <summary>How an outcome becomes what the submitter sees. Whatever a worker sent, the task completes.</summary>
public sealed class WorkItemTests
{
    private const int Limit = 30_000;

    private static readonly WorkerIdentity Worker = new(2, "node", 77);

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Complete_Result_IsDecoded()
    {
        var body = new ArrayBufferWriter<byte>();
        var writer = new MessagePack.MessagePackWriter(body);
        writer.Write(2.5);
        writer.Flush();
        Assert.Equal(2.5, await Complete(new Outcome(OutcomeKind.Result, body.WrittenMemory)));
    }

    [Theory(Timeout = Limit)]
    [InlineData("c3")]
    [InlineData("cb00")]
    [InlineData("cb0000000000000000c0")]
    [InlineData("")]
    public async Task Complete_MalformedResult_IsSerializationException(string body) =>
        await Assert.ThrowsAsync<WorkSerializationException>(
            () => Complete(new Outcome(OutcomeKind.Result, Convert.FromHexString(body))));

    [Fact(Timeout = Limit)]
    public async Task Complete_FailureAsBytes_IsTaskException()
    {
        var body = new ArrayBufferWriter<byte>();
        new WireFailure(["Some.Exception", "System.Exception"], "too hot", "at here").Write(body);
        WorkTaskException e = await Assert.ThrowsAsync<WorkTaskException>(
            () => Complete(new Outcome(OutcomeKind.Failure, body.WrittenMemory, Worker: Worker)));
        Assert.Equal("Some.Exception", e.RemoteType);
        Assert.Equal("too hot", e.RemoteMessage);
        Assert.Equal("at here", e.RemoteStackTrace);
        Assert.Equal("worker 2 (process 77 on node)", e.Worker);
    }

    [Theory(Timeout = Limit)]
    [InlineData("")]
    [InlineData("c1")]
    [InlineData("93a161")]
    [InlineData("93dbffffffff61")]
    [InlineData("ddffffffff")]
    public async Task Complete_MalformedFailure_IsTaskException(string body)
    {
        WorkTaskException e = await Assert.ThrowsAsync<WorkTaskException>(
            () => Complete(new Outcome(OutcomeKind.Failure, Convert.FromHexString(body), Worker: Worker)));
        Assert.Contains("worker 2", e.Message, StringComparison.Ordinal);
        Assert.Contains("can't be read", e.RemoteMessage, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Complete_CanceledByAWorkerUnasked_IsCanceled() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Complete(new Outcome(OutcomeKind.Canceled, Worker: Worker)));

    [Fact(Timeout = Limit)]
    public async Task Complete_Interrupted_IsCanceledWithThatToken()
    {
        var token = new CancellationToken(canceled: true);
        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Complete(new Outcome(OutcomeKind.Canceled, Object: token)));
        Assert.Equal(token, e.CancellationToken);
    }

    [Fact(Timeout = Limit)]
    public async Task Complete_Stopped_NamesTheCall()
    {
        WorkManagerStoppedException e = await Assert.ThrowsAsync<WorkManagerStoppedException>(
            () => Complete(new Outcome(OutcomeKind.Stopped)));
        Assert.Contains("TestTasks.Propagate (segment 12)", e.Message, StringComparison.Ordinal);
    }

    private static Task<double> Complete(Outcome outcome)
    {
        var item = new WorkItem<double>(
            new TestTasks.PropagateTask(1, 2), new WorkOptions { Label = "segment 12" }, CancellationToken.None);
        item.Complete(outcome);
        return item.Task.WaitAsync(TestEnd);
    }
}
