namespace WestRpc;

/// <summary>
/// Runs tasks: inline, on threads or in other processes, chosen when the program starts. Made by
/// <see cref="WorkApplication"/> or <see cref="WorkManager.StartAsync"/>; all members may be called from any thread.
/// </summary>
/// <remarks>
/// Each returned <see cref="Task"/> completes exactly once: with the method's result; with
/// <see cref="WorkTaskException"/> where the method threw; canceled where its token was; with
/// <see cref="WorkerLostException"/> where each attempt lost its worker; or with
/// <see cref="WorkManagerStoppedException"/> where the work manager was disposed first.
/// </remarks>
public interface IWorkManager : IAsyncDisposable
{
    /// <summary>The name under which it was chosen, for example <c>processes</c>.</summary>
    string Name { get; }

    /// <summary>How many workers it has now, those included that are just being replaced: more where machines join, fewer where they leave.</summary>
    int WorkerCount { get; }

    /// <summary>Submits one call.</summary>
    /// <param name="task">The call.</param>
    /// <param name="options">What differs from the work manager's defaults.</param>
    /// <param name="cancellationToken">Before the call begins: it never does. While it runs: the method's own token.</param>
    /// <exception cref="WorkSerializationException">An argument can't be sent.</exception>
    /// <exception cref="WorkManagerStoppedException">The work manager was stopped, or drained.</exception>
    /// <exception cref="WorkQueueFullException">As many tasks are pending as it takes.</exception>
    Task<TResult> SubmitAsync<TResult>(
        WorkTask<TResult> task, WorkOptions? options = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="SubmitAsync{TResult}"/>
    Task SubmitAsync(WorkTask task, WorkOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Submits many calls at once; the returned tasks are in the order of the calls.</summary>
    /// <inheritdoc cref="SubmitAsync{TResult}"/>
    Task<TResult>[] SubmitManyAsync<TResult>(
        IEnumerable<WorkTask<TResult>> tasks, WorkOptions? options = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="SubmitManyAsync{TResult}"/>
    Task[] SubmitManyAsync(
        IEnumerable<WorkTask> tasks, WorkOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits while as many tasks are pending as it takes (<see cref="WorkManagerOptions.MaxPending"/>). Whoever submits next
    /// may still find it full, where several submit.
    /// </summary>
    Task WaitForCapacityAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Finishes what runs and begins nothing else, as before the end of a batch job's time: tasks that wait, for a worker or a
    /// retry, and those submitted from now on fail with <see cref="WorkManagerStoppedException"/>.
    /// </summary>
    /// <returns>Completes when nothing runs any more.</returns>
    Task DrainAsync();
}
