using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace WestRpc;

/// <summary>
/// Bounded, lazy submission: what the generated <c>MapAsync</c> methods call. At most <c>maxPending</c> calls exist at a
/// time, however long the source is; completions come in the order in which calls end; a failure does not end the loop;
/// leaving the loop cancels what is left.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Advanced)]
public static class WorkTaskMap
{
    /// <summary>Maps over calls that return something.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxPending"/> is below 1.</exception>
    public static IAsyncEnumerable<Completion<TTask, TResult>> MapAsync<TTask, TResult>(
        IWorkManager work, IEnumerable<TTask> tasks, int maxPending,
        WorkOptions? options = null, CancellationToken cancellationToken = default)
        where TTask : WorkTask<TResult>
    {
        ArgumentNullException.ThrowIfNull(work);
        return MapAsync(
            tasks, maxPending,
            work, (task, token) => work.SubmitAsync(task, options, token),
            static (task, index, done) => new Completion<TTask, TResult>(
                task, index, done.IsCompletedSuccessfully ? ((Task<TResult>)done).Result : default, FailureOf(done)),
            cancellationToken);
    }

    /// <summary>Maps over calls that return nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxPending"/> is below 1.</exception>
    public static IAsyncEnumerable<Completion<TTask>> MapAsync<TTask>(
        IWorkManager work, IEnumerable<TTask> tasks, int maxPending,
        WorkOptions? options = null, CancellationToken cancellationToken = default)
        where TTask : WorkTask
    {
        ArgumentNullException.ThrowIfNull(work);
        return MapAsync(
            tasks, maxPending,
            work, (task, token) => work.SubmitAsync(task, options, token),
            static (task, index, done) => new Completion<TTask>(task, index, FailureOf(done)),
            cancellationToken);
    }

    private static IAsyncEnumerable<TCompletion> MapAsync<TTask, TCompletion>(
        IEnumerable<TTask> tasks, int maxPending, IWorkManager work, Func<TTask, CancellationToken, Task> submit,
        Func<TTask, long, Task, TCompletion> complete, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPending, 1);
        return Iterate(tasks, maxPending, work, submit, complete, cancellationToken);
    }

    private static async IAsyncEnumerable<TCompletion> Iterate<TTask, TCompletion>(
        IEnumerable<TTask> tasks, int maxPending, IWorkManager work, Func<TTask, CancellationToken, Task> submit,
        Func<TTask, long, Task, TCompletion> complete, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ended = System.Threading.Channels.Channel.CreateUnbounded<(TTask Call, long Index, Task Done)>();
        using IEnumerator<TTask> source = tasks.GetEnumerator();
        long index = 0;
        int pending = 0;
        try
        {
            while (true)
            {
                while (pending < maxPending && source.MoveNext())
                {
                    Watch(source.Current, index++, await SubmitAsync(source.Current));
                    pending++;
                }

                if (pending == 0)
                    yield break;
                (TTask call, long place, Task done) = await ended.Reader.ReadAsync(cancellationToken);
                pending--;
                yield return complete(call, place, done);
            }
        }
        finally
        {
            await leaving.CancelAsync();
        }

        // A call that can't even be submitted is a failed call, not the end of the loop; one for which there is no room waits.
        async ValueTask<Task> SubmitAsync(TTask call)
        {
            while (true)
            {
                Task submitted = Submit(call);
                if (submitted is not { IsFaulted: true, Exception.InnerException: WorkQueueFullException })
                    return submitted;
                await work.WaitForCapacityAsync(cancellationToken);
            }
        }

        Task Submit(TTask call)
        {
            try
            {
                return submit(call, leaving.Token);
            }
            catch (WorkException e)
            {
                return Task.FromException(e);
            }
        }

        void Watch(TTask call, long place, Task done) =>
            done.ContinueWith(
                (finished, _) =>
                {
                    // Reading the exception marks it as observed: a loop that was left must not raise it later.
                    _ = finished.Exception;
                    ended.Writer.TryWrite((call, place, finished));
                },
                null, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private static Exception? FailureOf(Task done) =>
        done.IsCompletedSuccessfully ? null
        : done.IsCanceled ? new TaskCanceledException(done)
        : done.Exception!.InnerException;
}
