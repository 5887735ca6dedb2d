using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using WestRpc.Transports;
using WestRpc.Wire;

namespace WestRpc.Dispatch;

/// <summary>A work manager made of a dispatcher and a transport.</summary>
internal sealed class DispatchedWorkManager : IWorkManager, IInterruptible
{
    // So many calls are encoded before the first of them is handed out; then twice as many each time, so that few go early and the
    // rest fill the messages to all workers.
    private const int FirstBatch = 64;
    private const int LargestBatch = 4_096;
    private const int LargestBatchPerWorker = 128;

    private readonly WorkManagerOptions options;
    private readonly IWorkerTransport transport;
    private readonly Dispatcher dispatcher;
    private readonly bool encode;
    private Task? disposal;

    public DispatchedWorkManager(
        string name, IWorkerTransport transport, bool sharesMemory, WorkManagerOptions options, ILogger logger)
    {
        Name = name;
        this.options = options;
        this.transport = transport;
        dispatcher = new Dispatcher(options, logger);
        encode = !sharesMemory || options.Isolate;
    }

    public string Name { get; }

    public int WorkerCount => transport.WorkerCount;

    public void Start() => transport.Start(dispatcher);

    public Task<TResult> SubmitAsync<TResult>(
        WorkTask<TResult> task, WorkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        var item = new WorkItem<TResult>(task, options, cancellationToken);
        if (Prepare(item) is { } failure)
            return Task.FromException<TResult>(failure);
        dispatcher.Submit(item);
        return item.Task;
    }

    public Task SubmitAsync(WorkTask task, WorkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        var item = new VoidWorkItem(task, options, cancellationToken);
        if (Prepare(item) is { } failure)
            return Task.FromException(failure);
        dispatcher.Submit(item);
        return item.Task;
    }

    public Task<TResult>[] SubmitManyAsync<TResult>(
        IEnumerable<WorkTask<TResult>> tasks, WorkOptions? options = null, CancellationToken cancellationToken = default) =>
        SubmitMany(
            tasks,
            call => new WorkItem<TResult>(call, options, cancellationToken),
            static item => item.Task,
            Task.FromException<TResult>);

    public Task[] SubmitManyAsync(
        IEnumerable<WorkTask> tasks, WorkOptions? options = null, CancellationToken cancellationToken = default) =>
        SubmitMany(
            tasks,
            call => new VoidWorkItem(call, options, cancellationToken),
            static item => item.Task,
            Task.FromException);

    public Task WaitForCapacityAsync(CancellationToken cancellationToken = default) =>
        dispatcher.Limit.WaitAsync(cancellationToken);

    public Task DrainAsync()
    {
        dispatcher.Drain();
        return dispatcher.Drained;
    }

    public void Interrupt(CancellationToken reason)
    {
        transport.BeginStop();
        dispatcher.Stop(new Outcome(OutcomeKind.Canceled, Object: reason));
    }

    public void Kill() => transport.Kill();

    public ValueTask DisposeAsync()
    {
        lock (dispatcher)
            disposal ??= StopAsync();
        return new ValueTask(disposal);
    }

    /// <summary>All of them first: a source that throws half way must not leave calls behind that nobody has a task of.</summary>
    internal static TCall[] Collect<TCall>(IEnumerable<TCall> calls)
        where TCall : WorkEnvelope
    {
        ArgumentNullException.ThrowIfNull(calls);
        TCall[] all = [.. calls];
        return Array.IndexOf(all, null) < 0 ? all : throw new ArgumentNullException(nameof(calls), "One of the calls is null.");
    }

    private async Task StopAsync()
    {
        transport.BeginStop();
        dispatcher.Stop(new Outcome(OutcomeKind.Stopped));
        await transport.DisposeAsync();
        dispatcher.Dispose();
    }

    private TTask[] SubmitMany<TCall, TItem, TTask>(
        IEnumerable<TCall> calls, Func<TCall, TItem> makeItem, Func<TItem, TTask> taskOf, Func<Exception, TTask> failed)
        where TCall : WorkEnvelope
        where TItem : WorkItem
    {
        TCall[] all = Collect(calls);
        var submitted = new TTask[all.Length];
        var batch = new List<WorkItem>(FirstBatch);
        int size = FirstBatch;
        int largest = Math.Max(LargestBatch, LargestBatchPerWorker * WorkerCount);
        for (int i = 0; i < all.Length; i++)
        {
            TItem item = makeItem(all[i]);
            if (Prepare(item) is { } failure)
            {
                submitted[i] = failed(failure);
                continue;
            }

            submitted[i] = taskOf(item);
            batch.Add(item);
            if (batch.Count < size)
                continue;
            Submit(batch);
            size = Math.Min(2 * size, largest);
        }

        Submit(batch);
        return submitted;
    }

    private void Submit(List<WorkItem> batch)
    {
        dispatcher.Submit(CollectionsMarshal.AsSpan(batch));
        batch.Clear();
    }

    /// <summary>Encodes the arguments on the caller's thread; returns why the call can't be submitted.</summary>
    private Exception? Prepare(WorkItem item)
    {
        try
        {
            if (encode)
                item.Body = PayloadWriter.Encode(item.Call, options.MaxMessageBytes);
        }
        catch (Exception e)
        {
            return WorkItem.CannotBeSent(item.Call, e);
        }

        if (!dispatcher.Limit.TryEnter())
            return new WorkQueueFullException(item.Call.Descriptor.Name, dispatcher.Limit.Most);
        item.WatchCancellation(dispatcher);
        return null;
    }
}
