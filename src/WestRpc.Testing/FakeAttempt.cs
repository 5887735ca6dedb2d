using System.Buffers;
using MessagePack;
using WestRpc.Wire;

namespace WestRpc.Testing;

/// <summary>Runs a decoded call and writes its result.</summary>
internal delegate ValueTask FakeRun(WorkEnvelope call, WorkContext context, IBufferWriter<byte> result);

// Not disposed: a cancellation may come when the call has just ended.
#pragma warning disable CA1001

/// <summary>One attempt at a call: decode, run, encode, as the rules have it.</summary>
internal sealed class FakeAttempt(FakeWorkManager work, FakeWorker worker, FakeSubmission submission, FakeRun run, Frame assign, int maxBytes)
{
    private readonly CancellationTokenSource cancellation = new();

    public FakeSubmission Submission => submission;

    /// <summary>For a task that takes a token.</summary>
    public void Cancel()
    {
        if (!submission.Call.Descriptor.UsesContext)
            return;
        try
        {
            cancellation.Cancel();
        }
        catch (AggregateException)
        {
            // What the method registered threw; it harms nobody else.
        }
    }

    public async Task RunAsync()
    {
        submission.Attempts++;
        if (assign.Header.Nanoseconds == FrameHeader.ReportBegin)
            work.Hear(worker, Frame(FrameKind.Begun));
        Frame end;
        var plan = new FakePlan();
        try
        {
            work.Plan(Decode(), assign.Header.Attempt, plan);
            ReadOnlyMemory<byte> result = plan.IsLost ? default
                : plan.Failure is { } failure ? throw failure
                : await RunAsync(plan.Runs).ConfigureAwait(false);
            await work.DelayAsync(plan.Delay, cancellation.Token).ConfigureAwait(false);
            end = Frame(FrameKind.Result, result);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            end = Frame(FrameKind.Canceled);
        }
        catch (Exception e)
        {
            end = await FailAsync(e, plan.Delay).ConfigureAwait(false);
        }

        if (plan.IsLost && end.Kind == FrameKind.Result)
            work.Lose(worker);
        else
            work.Hear(worker, end);
    }

    private async Task<ReadOnlyMemory<byte>> RunAsync(int runs)
    {
        var context = new WorkContext(
            worker.Worker, worker.Resources, submission.TaskName, assign.Header.Attempt, cancellation.Token);
        bool failed = true;
        try
        {
            while (true)
            {
                var body = new BodyWriter(maxBytes);
                body.Begin();
                await run(Decode(), context, body).ConfigureAwait(false);
                if (--runs > 0)
                    continue;
                failed = false;
                return BytesOf(body);
            }
        }
        finally
        {
            context.End(failed && !cancellation.IsCancellationRequested);
        }
    }

    /// <summary>A failure comes as late as a result.</summary>
    private async Task<Frame> FailAsync(Exception exception, TimeSpan delay)
    {
        try
        {
            await work.DelayAsync(delay, cancellation.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Frame(FrameKind.Canceled);
        }

        var failure = WireFailure.From(exception);
        try
        {
            return Frame(FrameKind.Failure, Write(failure));
        }
        catch (WorkSerializationException)
        {
            return Frame(FrameKind.Failure, Write(failure.Shortened()));
        }
    }

    private ReadOnlyMemory<byte> Write(WireFailure failure)
    {
        var body = new BodyWriter(maxBytes);
        body.Begin();
        failure.Write(body);
        return BytesOf(body);
    }

    private static ReadOnlyMemory<byte> BytesOf(BodyWriter body)
    {
        body.End(default);
        return body.Written[FrameHeader.Size..].ToArray();
    }

    private WorkEnvelope Decode()
    {
        var reader = new MessagePackReader(assign.Body);
        return submission.Call.Descriptor.Read(ref reader, WireContext.ForNextMessage());
    }

    private Frame Frame(FrameKind kind, ReadOnlyMemory<byte> body = default) =>
        new(new FrameHeader(body.Length, kind, Lease: assign.Header.Lease), body);
}
