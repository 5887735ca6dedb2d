using System.Buffers;
using MessagePack;
using Microsoft.Extensions.Time.Testing;
using WestRpc.Dispatch;
using WestRpc.Wire;

namespace WestRpc.Testing;

/// <summary>
/// A work manager for tests: it runs calls in this process, on a virtual clock, and lets a script fail, delay, lose or repeat them.
/// Who gets what when, attempts, retries, limits, cancellation and shutdown are decided by the same dispatcher as on the real ones,
/// and all arguments and results go through their bytes.
/// </summary>
/// <remarks>
/// A call runs inside its submission, on the caller's thread, unless <see cref="RunsOnCommand"/> is set. Time passes by
/// <see cref="Advance"/> only. Nothing is left to chance: a retry comes exactly as late as its policy says.
/// </remarks>
/// <example>
/// <code>
/// await using var work = new FakeWorkManager();
/// work.When&lt;Propagator.PropagateTask&gt;(t => t.Start.Id == 3).Loses(times: 2);
/// Segment[] done = await Iteration.RunAsync(work, segments);
/// Assert.Equal(3, work.Submissions[3].Attempts);
/// </code>
/// </example>
public sealed partial class FakeWorkManager : IWorkManager
{
    private readonly List<FakeSubmission> submissions = [];
    private readonly List<FakeRule> rules = [];
    private readonly WorkManagerOptions options;
    private readonly PendingLimit limit;

    /// <summary>Makes one.</summary>
    /// <param name="options">How it is to run, as for a real one. Default: 4 workers. What is about processes and logs has no effect.</param>
    /// <param name="clock">Its clock, which others may share. Default: one of its own.</param>
    public FakeWorkManager(WorkManagerOptions? options = null, FakeTimeProvider? clock = null)
    {
        this.options = options ?? new WorkManagerOptions { WorkerCount = 4 };
        ArgumentOutOfRangeException.ThrowIfLessThan(this.options.WorkerCount, 1, nameof(options));
        limit = new PendingLimit(this.options.MaxPending);
        Clock = clock ?? new FakeTimeProvider();
        start = Clock.GetTimestamp();
        timer = Clock.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        core = new DispatchCore(this, Dispatcher.SettingsOf(this.options) with { Silence = 0, MaxTasksPerWorker = 1 });
        isBusy = new bool[this.options.WorkerCount];
    }

    /// <summary>
    /// Whether calls wait until <see cref="RunNext"/> or <see cref="RunAll"/> begins them, so that a test decides what is queued and what
    /// runs when something happens. Default: false, a call begins inside its submission.
    /// </summary>
    public bool RunsOnCommand { get; init; }

    /// <summary>The virtual clock: hand it to the code under test where that asks for the time.</summary>
    public FakeTimeProvider Clock { get; }

    /// <summary>All calls that were submitted, in order.</summary>
    public IReadOnlyList<FakeSubmission> Submissions
    {
        get
        {
            lock (gate)
                return [.. submissions];
        }
    }

    /// <inheritdoc/>
    public string Name => "fake";

    /// <inheritdoc/>
    public int WorkerCount => options.WorkerCount;

    /// <summary>Says what is to happen to calls of one task: to those that begin from now on.</summary>
    /// <typeparam name="TTask">The generated class of the task; <see cref="WorkEnvelope"/> for any.</typeparam>
    /// <param name="which">Which of its calls, by their arguments as a worker gets them. Default: all.</param>
    public FakeRule When<TTask>(Func<TTask, bool>? which = null)
        where TTask : WorkEnvelope
    {
        var rule = new FakeRule(call => call is TTask task && (which is null || which(task)));
        lock (gate)
            rules.Add(rule);
        return rule;
    }

    /// <inheritdoc/>
    public Task<TResult> SubmitAsync<TResult>(
        WorkTask<TResult> task, WorkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        var item = new WorkItem<TResult>(task, options, CancellationToken.None);
        return Prepare(item) is { } failure
            ? Refused(task, options, Task.FromException<TResult>(failure))
            : Submit(item, options, item.Task, RunAsync, cancellationToken);

        static async ValueTask RunAsync(WorkEnvelope call, WorkContext context, IBufferWriter<byte> output)
        {
            var typed = (WorkTask<TResult>)call;
            Write(typed, await typed.InvokeAsync(context).ConfigureAwait(false), output);
        }

        static void Write(WorkTask<TResult> call, TResult result, IBufferWriter<byte> output)
        {
            var writer = new MessagePackWriter(output);
            call.WriteResult(ref writer, result, WireContext.ForNextMessage());
            writer.Flush();
        }
    }

    /// <inheritdoc/>
    public Task SubmitAsync(WorkTask task, WorkOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        var item = new VoidWorkItem(task, options, CancellationToken.None);
        return Prepare(item) is { } failure
            ? Refused(task, options, Task.FromException(failure))
            : Submit(item, options, item.Task, static (call, context, _) => ((WorkTask)call).InvokeAsync(context), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<TResult>[] SubmitManyAsync<TResult>(
        IEnumerable<WorkTask<TResult>> tasks, WorkOptions? options = null, CancellationToken cancellationToken = default) =>
        [.. DispatchedWorkManager.Collect(tasks).Select(task => SubmitAsync(task, options, cancellationToken))];

    /// <inheritdoc/>
    public Task[] SubmitManyAsync(
        IEnumerable<WorkTask> tasks, WorkOptions? options = null, CancellationToken cancellationToken = default) =>
        [.. DispatchedWorkManager.Collect(tasks).Select(task => SubmitAsync(task, options, cancellationToken))];

    /// <inheritdoc/>
    public Task WaitForCapacityAsync(CancellationToken cancellationToken = default) => limit.WaitAsync(cancellationToken);

    /// <summary>
    /// Begins the call that is next, by priority and order, and runs it until it ends or awaits something. A submitter that awaits the call
    /// has gone on when this returns.
    /// </summary>
    /// <returns>The call; null where none waits that a free worker can take.</returns>
    public FakeSubmission? RunNext()
    {
        for (int index = 0; index < WorkerCount; index++)
        {
            if (Begin(index) is { } submission)
            {
                Pump();
                return submission;
            }
        }

        Pump();
        return null;
    }

    /// <summary>Does <see cref="RunNext"/> until there is nothing to begin, what is submitted meanwhile included.</summary>
    /// <returns>How many calls were begun.</returns>
    public int RunAll()
    {
        int count = 0;
        while (RunNext() is not null)
            count++;
        return count;
    }

    /// <summary>Lets time pass: whatever falls due happens in its order, on this thread, before this returns.</summary>
    /// <param name="time">How much; no more than 73 years in all.</param>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, End - Elapsed);
        TimeSpan end = Elapsed + time;
        while (NextDue is { } due && due <= end)
        {
            if (due > Elapsed)
                Clock.Advance(due - Elapsed);
            Tick(); // The clock does not, where it is in the middle of this already.
        }

        if (end > Elapsed)
            Clock.Advance(end - Elapsed);
    }

    /// <inheritdoc/>
    public Task DrainAsync()
    {
        Post(new DispatchEvent(DispatchEventKind.Drain));
        return drained.Task;
    }

    /// <summary>Ends all that is not done with <see cref="WorkManagerStoppedException"/>.</summary>
    public ValueTask DisposeAsync()
    {
        lock (gate)
            isStopped = true;
        Post(new DispatchEvent(DispatchEventKind.Stop, Object: new Outcome(OutcomeKind.Stopped)));
        timer.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Applies the rules that match.</summary>
    internal void Plan(WorkEnvelope call, int attempt, FakePlan plan)
    {
        FakeRule[] all;
        lock (gate)
            all = [.. rules];
        foreach (FakeRule rule in all)
            rule.Apply(call, attempt, plan);
    }

    /// <summary>Encodes the arguments; returns why the call can't be submitted.</summary>
    private Exception? Prepare(WorkItem item)
    {
        try
        {
            item.Body = PayloadWriter.Encode(item.Call, options.MaxMessageBytes);
        }
        catch (Exception e)
        {
            return WorkItem.CannotBeSent(item.Call, e);
        }

        return limit.TryEnter() ? null : new WorkQueueFullException(item.Call.Descriptor.Name, limit.Most);
    }

    private TTask Refused<TTask>(WorkEnvelope call, WorkOptions? how, TTask failed)
        where TTask : Task
    {
        lock (gate)
            submissions.Add(new FakeSubmission(call, how, failed));
        return failed;
    }

    private TTask Submit<TTask>(WorkItem item, WorkOptions? how, TTask completion, FakeRun run, CancellationToken cancellation)
        where TTask : Task
    {
        var pending = new Pending(new FakeSubmission(item.Call, how, completion) { Arguments = item.Body.ToArray() }, run, cancellation);
        lock (gate)
        {
            submissions.Add(pending.Submission);
            calls.Add(item, pending);
            Open();
        }

        pending.Registration = cancellation.UnsafeRegister(_ => Post(new DispatchEvent(DispatchEventKind.Cancel, item)), null);
        Post(new DispatchEvent(DispatchEventKind.Submit, item));
        return completion;
    }

    /// <summary>A call that is not done.</summary>
    private sealed class Pending(FakeSubmission submission, FakeRun run, CancellationToken cancellation)
    {
        public FakeSubmission Submission => submission;

        public FakeRun Run => run;

        public CancellationToken Cancellation => cancellation;

        public CancellationTokenRegistration Registration { get; set; }
    }
}
