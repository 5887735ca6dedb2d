using System.Runtime.CompilerServices;
using MessagePack;
using WestRpc.Wire;

namespace WestRpc.Dispatch;

internal enum WorkItemState : byte
{
    /// <summary>Made, not yet seen by the core.</summary>
    New,
    Queued,
    Leased,
    Done,
}

/// <summary>
/// One submission: what the core keeps of it, and the way back to its submitter. The core alone touches the members
/// above the line.
/// </summary>
internal abstract class WorkItem : IThreadPoolWorkItem
{
    internal WorkItem? Next;
    internal WorkItem? Previous;
    internal TaskKind? Kind;
    internal WorkerSession? Session;
    internal long Estimate;
    internal List<WorkerLoss>? Losses;
    internal long Order;
    internal int Slot;
    internal WorkItemState State;
    internal bool CancelRequested;
    internal bool AtMostOnce;

    // ------------------------------------------------------------------------------------------------------------

    private readonly WorkOptions? options;
    private readonly CancellationWatch? watch;
    private OutcomeKind how;
    private object? what;

    protected WorkItem(WorkEnvelope call, WorkOptions? options, CancellationToken cancellationToken)
    {
        Call = call;
        this.options = options;
        if (cancellationToken.CanBeCanceled)
            watch = new CancellationWatch(cancellationToken);
    }

    public WorkEnvelope Call { get; }

    /// <summary>
    /// The encoded arguments, and at the end the encoded result; empty where the call itself goes along.
    /// </summary>
    public ReadOnlyMemory<byte> Body { get; set; }

    public string? Label => options?.Label;

    public int? MaxAttempts => options?.MaxAttempts;

    public int Attempt => (Losses?.Count ?? 0) + 1;

    /// <summary>Whether nothing else is to be on its worker: it lost one before, or may not lose any.</summary>
    public bool RunsAlone => Losses is not null || AtMostOnce;

    /// <summary>Makes the caller's token reach the dispatcher, also when it fires before the item is submitted.</summary>
    public void WatchCancellation(Dispatcher dispatcher) => watch?.Begin(dispatcher, this);

    /// <summary>Hands the outcome to the submitter on a thread of the pool.</summary>
    public void Complete(in Outcome outcome)
    {
        how = outcome.Kind;
        what = how == OutcomeKind.Failure ? new Failure(outcome.Worker!, outcome.Object as Exception) : outcome.Object;
        Body = outcome.Body;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        watch?.End();
        ReadOnlyMemory<byte> body = Body;
        Body = default;
        if (how == OutcomeKind.Result)
            SetResult(what, body);
        else
            SetException(ExceptionOf(body));
    }

    protected abstract void SetResult(object? result, ReadOnlyMemory<byte> body);

    protected abstract void SetException(Exception exception);

    private Exception ExceptionOf(ReadOnlyMemory<byte> body)
    {
        string name = Call.Descriptor.Name;
        switch (how)
        {
            case OutcomeKind.Canceled:
                return new OperationCanceledException(
                    $"{name} was canceled.", what is CancellationToken token ? token : watch?.Token ?? CancellationToken.None);
            case OutcomeKind.Stopped:
                return WorkManagerStoppedException.Of(name, Label);
            case OutcomeKind.NoWorkers:
                var reason = (Exception)what!;
                return new WorkerStartException(reason.Message, reason);
            case OutcomeKind.Lost:
                return new WorkerLostException(name, Label, Losses!);
            default:
                var failure = (Failure)what!;
                return WorkTaskException.From(name, Label, failure.Worker, failure.Exception, body);
        }
    }

    /// <summary>Where a method threw, and, where it did so in this process, what.</summary>
    private sealed record Failure(WorkerIdentity Worker, Exception? Exception);

    /// <summary>The caller's token, for the few submissions that have one that can fire.</summary>
    private sealed class CancellationWatch(CancellationToken token)
    {
        private CancellationTokenRegistration registration;

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
