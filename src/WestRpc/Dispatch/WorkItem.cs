using System.Runtime.CompilerServices;
using MessagePack;
using WestRpc.Wire;

namespace WestRpc.Dispatch;

internal enum WorkItemState : byte
{
    /// <summary>Made, not yet seen by the core.</summary>
    New,

    /// <summary>Waits for a worker.</summary>
    Queued,

    /// <summary>Waits for the time of its next retry.</summary>
    Delayed,

    /// <summary>A worker has it.</summary>
    Leased,

    /// <summary>Completed; a worker that was too slow for it may have it still.</summary>
    Done,
}

/// <summary>
/// One submission: what the core keeps of it, and the way back to its submitter. The core alone touches the members
/// above the line.
/// </summary>
internal abstract class WorkItem
{
    internal WorkItem? Next;
    internal WorkItem? Previous;
    internal TaskKind? Kind;
    internal Lane? Lane;
    internal WorkerSession? Session;
    internal WorkItemTrouble? Trouble;
    internal uint Order;
    internal float Estimate;
    internal int Slot;
    internal WorkItemState State;
    internal WorkItemFlags Flags;

    /// <summary>Whether it was submitted before another; the numbers may wrap, but no two that are alive are so far apart.</summary>
    internal bool IsBefore(WorkItem other) => (int)(Order - other.Order) < 0;

    /// <summary>Whether it is to begin before another: it has a higher priority, or the same and was submitted first.</summary>
    internal bool GoesBefore(WorkItem other) =>
        Lane!.Priority == other.Lane!.Priority ? IsBefore(other) : Lane.Priority > other.Lane.Priority;

    internal bool Is(WorkItemFlags flag) => (Flags & flag) != 0;

    internal void Set(WorkItemFlags flag) => Flags |= flag;

    internal void Clear(WorkItemFlags flag) => Flags &= ~flag;

    // ------------------------------------------------------------------------------------------------------------

    // Null, the options, or a watch that has them: a million of these may wait.
    private readonly object? submission;

    protected WorkItem(WorkEnvelope call, WorkOptions? options, CancellationToken cancellationToken)
    {
        Call = call;
        if (cancellationToken.CanBeCanceled)
            submission = new CancellationWatch(options, cancellationToken);
        else
            submission = options;
    }

    public WorkEnvelope Call { get; }

    /// <summary>The encoded arguments; empty where the call itself goes along.</summary>
    public ReadOnlyMemory<byte> Body { get; set; }

    public string? Label => Options?.Label;

    public TaskPolicy Policy => Options?.PolicyFor(Call.Descriptor) ?? Call.Descriptor.DefaultPolicy;

    /// <summary>What became of earlier attempts; null where there are none.</summary>
    public IReadOnlyList<WorkerLoss>? Losses => Trouble?.Losses;

    /// <summary>Which attempt this is, from 1: lost workers and retries count.</summary>
    public int Attempt => Trouble is null ? 1 : Trouble.Losses.Count + Trouble.Retries + 1;

    /// <summary>Whether nothing else is to be on its worker: it lost one before, or may not lose any.</summary>
    public bool RunsAlone => Trouble is { Losses.Count: > 0 } || Is(WorkItemFlags.AtMostOnce);

    /// <summary>Whether its policy runs it again after a failure: the exception itself, or its report.</summary>
    public bool RetriesOn(ReadOnlyMemory<byte> report, Exception? exception) =>
        Policy.Retry is { } retry && (Trouble?.Retries ?? 0) < retry.MaxRetries &&
        retry.Covers(exception is null ? WireFailure.TypesIn(report) : WireFailure.TypesOf(exception));

    private WorkOptions? Options => submission is CancellationWatch own ? own.Options : (WorkOptions?)submission;

    private CancellationWatch? Watch => submission as CancellationWatch;

    /// <summary>Makes the caller's token reach the dispatcher, also when it fires before the item is submitted.</summary>
    public void WatchCancellation(Dispatcher dispatcher) => Watch?.Begin(dispatcher, this);

    /// <summary>Why a call whose arguments can't be written was not submitted.</summary>
    public static WorkSerializationException CannotBeSent(WorkEnvelope call, Exception reason) =>
        reason as WorkSerializationException ?? new WorkSerializationException(
            $"The arguments of {call.Descriptor.Name} can't be sent: {reason.Message}", reason);

    /// <summary>Hands the outcome to the submitter, whose code may go on inside of this.</summary>
    public void Complete(in Outcome outcome)
    {
        Watch?.End();
        if (outcome.Kind != OutcomeKind.Result)
        {
            SetException(ExceptionOf(outcome));
            return;
        }

        // A worker that has answered has read them; one that was lost before it may be sent them still.
        if (Trouble is null)
            LargeBody.Release(Body);
        Body = default;
        SetResult(outcome.Object, outcome.Body);
    }

    protected abstract void SetResult(object? result, ReadOnlyMemory<byte> body);

    protected abstract void SetException(Exception exception);

    private Exception ExceptionOf(in Outcome outcome)
    {
        string name = Call.Descriptor.Name;
        switch (outcome.Kind)
        {
            case OutcomeKind.Canceled:
                return new OperationCanceledException(
                    $"{name} was canceled.", outcome.Object is CancellationToken token ? token : Watch?.Token ?? CancellationToken.None);
            case OutcomeKind.Stopped:
                return WorkManagerStoppedException.Of(name, Label);
            case OutcomeKind.Drained:
                return WorkManagerStoppedException.Drained(name, Label);
            case OutcomeKind.TimedOut:
                var late = (TimedOut)outcome.Object!;
                return new WorkTimeoutException(name, Label, late.Worker, late.Limit);
            case OutcomeKind.Unmeetable:
                return new WorkResourceException(name, Label, (string)outcome.Object!);
            case OutcomeKind.NoWorkers:
                var reason = (Exception)outcome.Object!;
                return new WorkerStartException(reason.Message, reason);
            case OutcomeKind.Lost:
                return new WorkerLostException(name, Label, Trouble!.Losses);
            default:
                return WorkTaskException.From(name, Label, outcome.Worker!, outcome.Object as Exception, outcome.Body);
        }
    }

    /// <summary>The caller's token, for the few submissions that have one that can fire.</summary>
    private sealed class CancellationWatch(WorkOptions? options, CancellationToken token)
    {
        private CancellationTokenRegistration registration;

        public WorkOptions? Options { get; } = options;

        public CancellationToken Token { get; } = token;

        public void Begin(Dispatcher dispatcher, WorkItem item) =>
            registration = Token.UnsafeRegister(_ => dispatcher.Cancel(item), null);

        public void End() => registration.Unregister();
    }
}

/// <summary>A submission of a call that returns something. Its task costs no completion source besides.</summary>
internal sealed class WorkItem<TResult> : WorkItem
{
    private AsyncTaskMethodBuilder<TResult> builder = AsyncTaskMethodBuilder<TResult>.Create();

    public WorkItem(WorkTask<TResult> call, WorkOptions? options, CancellationToken cancellationToken)
        : base(call, options, cancellationToken) => _ = builder.Task;

    public Task<TResult> Task => builder.Task;

    protected override void SetResult(object? result, ReadOnlyMemory<byte> body)
    {
        TResult value;
        try
        {
            value = body.IsEmpty ? (TResult)result! : Decode(body);
            LargeBody.Release(body);
        }
        catch (Exception e)
        {
            builder.SetException(e as WorkSerializationException ?? new WorkSerializationException(
                $"The result of {Call.Descriptor.Name} can't be read: {e.Message}", e));
            return;
        }

        builder.SetResult(value);
    }

    private TResult Decode(ReadOnlyMemory<byte> body)
    {
        var reader = new MessagePackReader(body);
        return ((WorkTask<TResult>)Call).ReadResult(ref reader, WireContext.ForNextMessage());
    }

    protected override void SetException(Exception exception) => builder.SetException(exception);
}

/// <summary>A submission of a call that returns nothing.</summary>
internal sealed class VoidWorkItem : WorkItem
{
    private AsyncTaskMethodBuilder builder = AsyncTaskMethodBuilder.Create();

    public VoidWorkItem(WorkTask call, WorkOptions? options, CancellationToken cancellationToken)
        : base(call, options, cancellationToken) => _ = builder.Task;

    public Task Task => builder.Task;

    protected override void SetResult(object? result, ReadOnlyMemory<byte> body) => builder.SetResult();

    protected override void SetException(Exception exception) => builder.SetException(exception);
}
