using WestRpc.Dispatch;

namespace WestRpc.Transports.Serial;

/// <summary>
/// Runs each call inside <c>SubmitAsync</c> on the caller's thread, one at a time: the reference that the others must
/// agree with, and what a debugger likes.
/// </summary>
internal sealed class SerialWorkManager(WorkManagerOptions options) : IWorkManager, IInterruptible
{
    private readonly SerialTurn turn = new();
    private readonly WorkerIdentity worker = new(0, Environment.MachineName, Environment.ProcessId);
    private readonly CancellationTokenSource stopping = new();
    private CancellationToken interruption;

    public string Name => "serial";

    public int WorkerCount => 1;

    public Task<TResult> SubmitAsync<TResult>(
        WorkTask<TResult> task, WorkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        try
        {
            return Task.FromResult(Run(task, options, cancellationToken));
        }
        catch (OperationCanceledException e)
        {
            return Task.FromCanceled<TResult>(e.CancellationToken);
        }
        catch (Exception e)
        {
            return Task.FromException<TResult>(e);
        }
    }

    public Task SubmitAsync(WorkTask task, WorkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        try
        {
            Run(task, options, cancellationToken);
            return Task.CompletedTask;
        }
        catch (OperationCanceledException e)
        {
            return Task.FromCanceled(e.CancellationToken);
        }
        catch (Exception e)
        {
            return Task.FromException(e);
        }
    }

    public Task<TResult>[] SubmitManyAsync<TResult>(
        IEnumerable<WorkTask<TResult>> tasks, WorkOptions? options = null, CancellationToken cancellationToken = default) =>
        [.. tasks.Select(task => SubmitAsync(task, options, cancellationToken))];

    public Task[] SubmitManyAsync(
        IEnumerable<WorkTask> tasks, WorkOptions? options = null, CancellationToken cancellationToken = default) =>
        [.. tasks.Select(task => SubmitAsync(task, options, cancellationToken))];

    public void Interrupt(CancellationToken reason)
    {
        interruption = reason;
        stopping.CancelAsync().ObserveFailure();
    }

    public void Kill()
    {
    }

    public async ValueTask DisposeAsync() => await stopping.CancelAsync();

    private TResult Run<TResult>(WorkTask<TResult> task, WorkOptions? how, CancellationToken cancellation)
    {
        turn.Enter();
        try
        {
            ThrowIfOver(task, how, cancellation);
            WorkTask<TResult> call = options.Isolate ? Isolation.Copy(task, options.MaxMessageBytes) : task;
            using CancellationTokenSource? linked = Link(call, cancellation);
            try
            {
                ValueTask<TResult> running = call.InvokeAsync(ContextOf(call, linked));
                TResult result = running.IsCompleted ? running.GetAwaiter().GetResult() : WaitFor(running.AsTask()).GetAwaiter().GetResult();
                return options.Isolate ? Isolation.CopyResult(call, result) : result;
            }
            catch (Exception e)
            {
                throw Translate(e, task, how, linked, cancellation);
            }
        }
        finally
        {
            turn.Exit();
        }
    }

    private void Run(WorkTask task, WorkOptions? how, CancellationToken cancellation)
    {
        turn.Enter();
        try
        {
            ThrowIfOver(task, how, cancellation);
            WorkTask call = options.Isolate ? Isolation.Copy(task, options.MaxMessageBytes) : task;
            using CancellationTokenSource? linked = Link(call, cancellation);
            try
            {
                ValueTask running = call.InvokeAsync(ContextOf(call, linked));
                if (running.IsCompleted)
                    running.GetAwaiter().GetResult();
                else
                    WaitFor(running.AsTask()).GetAwaiter().GetResult();
            }
            catch (Exception e)
            {
                throw Translate(e, task, how, linked, cancellation);
            }
        }
        finally
        {
            turn.Exit();
        }
    }

    private T WaitFor<T>(T running)
        where T : Task
    {
        turn.GiveUpWhile(running);
        return running;
    }

    private void ThrowIfOver(WorkEnvelope task, WorkOptions? how, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        interruption.ThrowIfCancellationRequested();
        if (stopping.IsCancellationRequested)
            throw WorkManagerStoppedException.Of(task.Descriptor.Name, how?.Label);
    }

    private CancellationTokenSource? Link(WorkEnvelope call, CancellationToken cancellation) =>
        call.Descriptor.UsesContext ? CancellationTokenSource.CreateLinkedTokenSource(cancellation, stopping.Token) : null;

    private WorkContext ContextOf(WorkEnvelope call, CancellationTokenSource? linked) =>
        new(worker, call.Descriptor.Name, attempt: 1, linked?.Token ?? CancellationToken.None);

    private Exception Translate(
        Exception e, WorkEnvelope task, WorkOptions? how, CancellationTokenSource? linked, CancellationToken cancellation)
    {
        if (e is OperationCanceledException && linked is { IsCancellationRequested: true })
        {
            return cancellation.IsCancellationRequested ? new OperationCanceledException(cancellation)
                : interruption.IsCancellationRequested ? new OperationCanceledException(interruption)
                : WorkManagerStoppedException.Of(task.Descriptor.Name, how?.Label);
        }

        return WorkTaskException.From(task.Descriptor.Name, how?.Label, worker, e, default);
    }
}
