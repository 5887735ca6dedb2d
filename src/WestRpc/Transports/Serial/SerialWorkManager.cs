using System.Diagnostics;
using WestRpc.Dispatch;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Transports.Serial;

/// <summary>
/// Runs each call inside <c>SubmitAsync</c> on the caller's thread, one at a time: the reference that the others must
/// agree with, and what a debugger likes.
/// </summary>
internal sealed class SerialWorkManager : IWorkManager, IInterruptible
{
    private readonly WorkManagerOptions options;
    private readonly SerialTurn turn = new();
    private readonly WorkerIdentity worker = new(0, Environment.MachineName, Environment.ProcessId);
    private readonly WorkerResources resources;
    private readonly WorkContext unused;
    private readonly CancellationTokenSource stopping = new();
    private CancellationToken interruption;
    private volatile bool draining;

    public SerialWorkManager(WorkManagerOptions options)
    {
        this.options = options;
        resources = WorkerResources.Of(options with { WorkerCount = 1 }, 0);
        unused = new WorkContext(worker, resources, "", 0, CancellationToken.None);
    }

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

    /// <summary>There is always room: a submission waits for its own call.</summary>
    public Task WaitForCapacityAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task DrainAsync()
    {
        draining = true;
        return Task.Run(() =>
        {
            turn.Enter();
            turn.Exit();
        });
    }

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
            TaskPolicy policy = how?.PolicyFor(task.Descriptor) ?? task.Descriptor.DefaultPolicy;
            ThrowIfOver(task, how, policy, cancellation);
            for (int attempt = 1; ; attempt++)
            {
                WorkTask<TResult> call = options.Isolate ? Isolation.Copy(task, options.MaxMessageBytes) : task;
                using CancellationTokenSource? linked = Link(call, policy, cancellation);
                long started = policy.TimeLimit == 0 ? 0 : Stopwatch.GetTimestamp();
                WorkContext context = ContextOf(call, attempt, linked);
                try
                {
                    ValueTask<TResult> running = call.InvokeAsync(context);
                    TResult result = running.IsCompleted ? running.GetAwaiter().GetResult() : WaitFor(running.AsTask()).GetAwaiter().GetResult();
                    ThrowIfLate(task, how, policy, started, linked, cancellation);
                    context.End(failed: false);
                    return options.Isolate ? Isolation.CopyResult(call, result) : result;
                }
                catch (Exception e)
                {
                    Exception said = Translate(e, task, how, policy, started, linked, cancellation);
                    context.End(failed: said is not OperationCanceledException);
                    if (!Retries(e, said is WorkTimeoutException, policy, attempt, cancellation))
                        throw said;
                }

                WaitBeforeRetry(policy.Retry!, attempt, cancellation);
                ThrowIfOver(task, how, policy, cancellation);
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
            TaskPolicy policy = how?.PolicyFor(task.Descriptor) ?? task.Descriptor.DefaultPolicy;
            ThrowIfOver(task, how, policy, cancellation);
            for (int attempt = 1; ; attempt++)
            {
                WorkTask call = options.Isolate ? Isolation.Copy(task, options.MaxMessageBytes) : task;
                using CancellationTokenSource? linked = Link(call, policy, cancellation);
                long started = policy.TimeLimit == 0 ? 0 : Stopwatch.GetTimestamp();
                WorkContext context = ContextOf(call, attempt, linked);
                try
                {
                    ValueTask running = call.InvokeAsync(context);
                    if (running.IsCompleted)
                        running.GetAwaiter().GetResult();
                    else
                        WaitFor(running.AsTask()).GetAwaiter().GetResult();
                    ThrowIfLate(task, how, policy, started, linked, cancellation);
                    context.End(failed: false);
                    return;
                }
                catch (Exception e)
                {
                    Exception said = Translate(e, task, how, policy, started, linked, cancellation);
                    context.End(failed: said is not OperationCanceledException);
                    if (!Retries(e, said is WorkTimeoutException, policy, attempt, cancellation))
                        throw said;
                }

                WaitBeforeRetry(policy.Retry!, attempt, cancellation);
                ThrowIfOver(task, how, policy, cancellation);
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

    private void ThrowIfOver(WorkEnvelope task, WorkOptions? how, TaskPolicy policy, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        interruption.ThrowIfCancellationRequested();
        if (stopping.IsCancellationRequested)
            throw WorkManagerStoppedException.Of(task.Descriptor.Name, how?.Label);
        if (draining)
            throw WorkManagerStoppedException.Drained(task.Descriptor.Name, how?.Label);
        if (!resources.Offer.Covers(policy.Needs))
            throw new WorkResourceException(task.Descriptor.Name, how?.Label, policy.Needs.ToString());
    }

    private CancellationTokenSource? Link(WorkEnvelope call, TaskPolicy policy, CancellationToken cancellation)
    {
        if (!call.Descriptor.UsesContext)
            return null;
        var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stopping.Token);
        if (policy.TimeLimit > 0)
            linked.CancelAfter(TimeSpan.FromTicks(policy.TimeLimit / 100));
        return linked;
    }

    private WorkContext ContextOf(WorkEnvelope call, int attempt, CancellationTokenSource? linked) =>
        linked is null ? unused : new WorkContext(worker, resources, call.Descriptor.Name, attempt, linked.Token);

    // The timer that fires the token may be a little early.
    private bool IsLate(TaskPolicy policy, long started, CancellationTokenSource? linked, CancellationToken cancellation) =>
        policy.TimeLimit > 0 &&
        (Stopwatch.GetElapsedTime(started).Ticks * 100 >= policy.TimeLimit ||
         (linked is { IsCancellationRequested: true } && !cancellation.IsCancellationRequested && !stopping.IsCancellationRequested));

    private void ThrowIfLate(
        WorkEnvelope task, WorkOptions? how, TaskPolicy policy, long started, CancellationTokenSource? linked, CancellationToken cancellation)
    {
        if (IsLate(policy, started, linked, cancellation))
            throw Late(task, how, policy);
    }

    private WorkTimeoutException Late(WorkEnvelope task, WorkOptions? how, TaskPolicy policy) =>
        new(task.Descriptor.Name, how?.Label, worker, policy.TimeLimit);

    private bool Retries(Exception e, bool isLate, TaskPolicy policy, int attempt, CancellationToken cancellation) =>
        policy.Retry is { } retry && attempt <= retry.MaxRetries && !cancellation.IsCancellationRequested &&
        !stopping.IsCancellationRequested && !draining &&
        (isLate ? retry.CoversTimeLimits : retry.Covers(WireFailure.TypesOf(e)));

    private void WaitBeforeRetry(RetryPolicy retry, int attempt, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stopping.Token);
        turn.GiveUpWhile(Task.Delay(
            TimeSpan.FromMicroseconds(retry.DelayBefore(attempt - 1, Random.Shared.NextDouble()) / 1_000.0), either.Token));
    }

    private Exception Translate(
        Exception e, WorkEnvelope task, WorkOptions? how, TaskPolicy policy, long started, CancellationTokenSource? linked,
        CancellationToken cancellation)
    {
        if (e is WorkTimeoutException && IsLate(policy, started, linked, cancellation))
            return e;
        if (e is OperationCanceledException && linked is { IsCancellationRequested: true })
        {
            return cancellation.IsCancellationRequested ? new OperationCanceledException(cancellation)
                : interruption.IsCancellationRequested ? new OperationCanceledException(interruption)
                : stopping.IsCancellationRequested ? WorkManagerStoppedException.Of(task.Descriptor.Name, how?.Label)
                : Late(task, how, policy);
        }

        return IsLate(policy, started, linked, cancellation) ? Late(task, how, policy)
            : WorkTaskException.From(task.Descriptor.Name, how?.Label, worker, e, default);
    }
}
