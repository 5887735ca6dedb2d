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

    // ------------------------------------------------------------------------------------------------------------

    private readonly WorkOptions? options;
    private CancellationTokenRegistration registration;
    private Outcome outcome;

    protected WorkItem(WorkEnvelope call, WorkOptions? options, CancellationToken cancellationToken)
    {
        Call = call;
        this.options = options;
        CancellationToken = cancellationToken;
    }

    public WorkEnvelope Call { get; }

    /// <summary>The encoded arguments; empty where the call itself goes along.</summary>
    public ReadOnlyMemory<byte> Arguments { get; set; }

    public CancellationToken CancellationToken { get; }

    public string? Label => options?.Label;

    public int? MaxAttempts => options?.MaxAttempts;

    public int Attempt => (Losses?.Count ?? 0) + 1;

    /// <summary>Makes the caller's token reach the dispatcher, also when it fires before the item is submitted.</summary>
    public void WatchCancellation(Dispatcher dispatcher)
    {
        if (CancellationToken.CanBeCanceled)
            registration = CancellationToken.UnsafeRegister(
                static (state, _) =>
                {
                    (Dispatcher to, WorkItem item) = ((Dispatcher, WorkItem))state!;
                    to.Cancel(item);
                },
                (dispatcher, this));
    }

    /// <summary>Hands the outcome to the submitter on a thread of the pool.</summary>
    public void Complete(in Outcome how)
    {
        outcome = how;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        registration.Unregister();
        Outcome how = outcome;
        outcome = default;
        Arguments = default;
        if (how.Kind == OutcomeKind.Result)
            SetResult(how);
        else
            SetException(ExceptionOf(how));
    }

    protected abstract void SetResult(in Outcome how);

    protected abstract void SetException(Exception exception);

    private Exception ExceptionOf(in Outcome how)
    {
        string name = Call.Descriptor.Name;
        switch (how.Kind)
        {
            case OutcomeKind.Canceled:
                return new OperationCanceledException(
                    $"{name} was canceled.", how.Object is CancellationToken token ? token : CancellationToken);
            case OutcomeKind.Stopped:
                return WorkManagerStoppedException.Of(name, Label);
            case OutcomeKind.NoWorkers:
                var reason = (Exception)how.Object!;
                return new WorkerStartException(reason.Message, reason);
            case OutcomeKind.Lost:
                return new WorkerLostException(name, Label, Losses!);
            default:
                return WorkTaskException.From(name, Label, how.Worker!, how.Object as Exception, how.Body);
        }
    }
}

/// <summary>A submission of a call that returns something. Its task costs no completion source besides.</summary>
internal sealed class WorkItem<TResult> : WorkItem
{
    private AsyncTaskMethodBuilder<TResult> builder = AsyncTaskMethodBuilder<TResult>.Create();

    public WorkItem(WorkTask<TResult> call, WorkOptions? options, CancellationToken cancellationToken)
        : base(call, options, cancellationToken) => _ = builder.Task;

    public Task<TResult> Task => builder.Task;

    protected override void SetResult(in Outcome how)
    {
        TResult result;
        try
        {
            result = how.Object is not null || how.Body.IsEmpty ? (TResult)how.Object! : Decode(how.Body);
        }
        catch (Exception e)
        {
            builder.SetException(e as WorkSerializationException ?? new WorkSerializationException(
                $"The result of {Call.Descriptor.Name} can't be read: {e.Message}", e));
            return;
        }

        builder.SetResult(result);
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

    protected override void SetResult(in Outcome how) => builder.SetResult();

    protected override void SetException(Exception exception) => builder.SetException(exception);
}
