using WestRpc.Dispatch;
using WestRpc.Transports;
using WestRpc.Wire;

namespace WestRpc.Testing;

/// <summary>
/// The driver of the dispatcher's core: events in under a lock, and what comes of them done outside of it, one thing after the other, on the
/// thread that brought the event. Workers are replaced after each call, so that none holds a second one that it has not begun.
/// </summary>
public sealed partial class FakeWorkManager : IDispatchEffects
{
    // The thread is at work on what came of earlier events and will get to what comes of this one.
    [ThreadStatic]
    private static FakeWorkManager? pumping;

    // Timers take no more than 49 days; one that comes early is set again.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    // The core counts no further.
    private static readonly TimeSpan End = TimeSpan.FromTicks(Nanoseconds.Most / 100);

    private readonly Lock gate = new();
    private readonly DispatchCore core;
    private readonly ITimer timer;
    private readonly long start;
    private readonly bool[] isBusy;
    private readonly Dictionary<WorkItem, Pending> calls = [];
    private readonly Queue<Action> actions = new();
    private readonly PriorityQueue<TaskCompletionSource, long> delays = new();
    private readonly TaskCompletionSource drained = new();
    private long now;
    private long wake = long.MaxValue;
    private volatile bool isStopped;
    private bool isOpen;
    private bool isTicking;

    private TimeSpan Elapsed => Clock.GetElapsedTime(start);

    /// <summary>In nanoseconds. While it advances it is the time of what falls due, not yet that of the clock.</summary>
    private long Now => isTicking ? now : now = Math.Max(now, Nanoseconds.Of(Elapsed));

    private TimeSpan? NextDue
    {
        get
        {
            lock (gate)
                return isStopped || Due == long.MaxValue ? null : TimeSpan.FromTicks((Due / 100) + (Due % 100 == 0 ? 0 : 1));
        }
    }

    private long Due => Math.Min(wake, delays.TryPeek(out _, out long due) ? due : long.MaxValue);

    /// <summary>What a worker says of its call.</summary>
    internal void Hear(FakeWorker worker, in Frame frame) =>
        PostLater(new DispatchEvent(DispatchEventKind.Frame, Session: worker.Session, Frame: frame, Chance: 1));

    /// <summary>A worker ends with its call undone.</summary>
    internal void Lose(FakeWorker worker) => Close(worker, new WorkerEnd("lost, as the test wanted"));

    /// <summary>Waits on the virtual clock.</summary>
    internal async Task DelayAsync(TimeSpan time, CancellationToken cancellation)
    {
        if (time == TimeSpan.Zero)
            return;
        var passed = new TaskCompletionSource();
        lock (gate)
        {
            delays.Enqueue(passed, Now + Nanoseconds.Of(time));
            SetTimer();
        }

        using CancellationTokenRegistration canceled = cancellation.UnsafeRegister(_ => passed.TrySetCanceled(cancellation), null);
        await passed.Task.ConfigureAwait(false);
    }

    void IDispatchEffects.Send(WorkerSession session, in Frame frame)
    {
        var worker = (FakeWorker)session.Channel;
        switch (frame.Kind)
        {
            case FrameKind.Assign:
                Pending call = calls[session.Leases.First!];
                var attempt = new FakeAttempt(this, worker, call.Submission, call.Run, frame, options.MaxMessageBytes);
                worker.Attempt = attempt;
                actions.Enqueue(() => _ = attempt.RunAsync());
                break;
            case FrameKind.Cancel:
                actions.Enqueue(worker.Attempt!.Cancel);
                break;
            case FrameKind.Stop:
                actions.Enqueue(() => Close(worker, new WorkerEnd("it was told to end", IsInOrder: true)));
                break;
            default:
                break; // It knows its call, and has no other that could be asked back.
        }
    }

    void IDispatchEffects.Complete(WorkItem item, in Outcome outcome)
    {
        calls.Remove(item, out Pending? call);
        Outcome said = outcome is { Kind: OutcomeKind.Canceled, Object: null } ? outcome with { Object = call!.Cancellation } : outcome;
        actions.Enqueue(() =>
        {
            call!.Registration.Unregister();
            if (said.Kind == OutcomeKind.Result)
                call.Submission.Result = said.Body;
            limit.Leave();
            item.Complete(said);
        });
    }

    void IDispatchEffects.Kill(WorkerSession session, string reason) =>
        actions.Enqueue(() => Close((FakeWorker)session.Channel, new WorkerEnd(reason)));

    void IDispatchEffects.SaySlow(WorkItem item, WorkerSession session, long nanoseconds)
    {
    }

    void IDispatchEffects.SayUnmeetable(WorkItem item)
    {
    }

    void IDispatchEffects.Drained() => actions.Enqueue(() => drained.TrySetResult());

    /// <summary>All workers come, where calls don't wait for a command.</summary>
    private void Open()
    {
        if (isOpen || RunsOnCommand)
            return;
        isOpen = true;
        for (int index = 0; index < WorkerCount; index++)
            Join(index);
    }

    private FakeWorker Join(int index)
    {
        isBusy[index] = true;
        var worker = new FakeWorker(options, index);
        Handle(new DispatchEvent(DispatchEventKind.Joined, Session: worker.Session));
        Handle(new DispatchEvent(DispatchEventKind.Ready, Session: worker.Session));
        return worker;
    }

    /// <summary>Lets a worker come for one call; it goes at once where there is none for it.</summary>
    private FakeSubmission? Begin(int index)
    {
        lock (gate)
        {
            if (isBusy[index] || isStopped)
                return null;
            FakeWorker worker = Join(index);
            if (worker.Attempt is { } attempt)
                return attempt.Submission;
            isBusy[index] = false;
            Handle(new DispatchEvent(DispatchEventKind.Closed, Session: worker.Session, Object: new WorkerEnd("nothing to do", IsInOrder: true)));
            return null;
        }
    }

    /// <summary>A worker is gone, and another comes where calls don't wait for a command.</summary>
    private void Close(FakeWorker worker, WorkerEnd end)
    {
        lock (gate)
        {
            if (worker.Session.Ended)
                return;
            Handle(new DispatchEvent(DispatchEventKind.Closed, Session: worker.Session, Object: end));
            isBusy[worker.Worker.Index] = false;
            if (isOpen && !isStopped)
                Join(worker.Worker.Index);
        }

        PumpLater();
    }

    private void Post(in DispatchEvent e)
    {
        lock (gate)
            Handle(e);
        Pump();
    }

    /// <summary>For what is said while a call runs: where this thread began it, it goes on with what comes of that.</summary>
    private void PostLater(in DispatchEvent e)
    {
        lock (gate)
            Handle(e);
        PumpLater();
    }

    private void Handle(in DispatchEvent e)
    {
        core.Advance(Now);
        core.Handle(e);
        wake = core.Arm();
        SetTimer();
    }

    private void SetTimer()
    {
        if (isStopped || Due == long.MaxValue)
            return;
        TimeSpan left = NextDue!.Value - Elapsed;
        timer.Change(TimeSpan.FromTicks(Math.Clamp(left.Ticks, 0, LongestTimer.Ticks)), Timeout.InfiniteTimeSpan);
    }

    /// <summary>The clock has moved: what has fallen due happens, one time after the other.</summary>
    private void Tick()
    {
        while (TryStep(out TaskCompletionSource? passed))
        {
            passed?.TrySetResult();
            Pump();
        }
    }

    private bool TryStep(out TaskCompletionSource? passed)
    {
        passed = null;
        lock (gate)
        {
            isTicking = !isStopped && Due <= Nanoseconds.Of(Elapsed);
            if (!isTicking)
            {
                SetTimer();
                return false;
            }

            now = Math.Max(now, Due);
            if (delays.TryPeek(out _, out long due) && due <= now)
                passed = delays.Dequeue();
            core.Advance(now);
            wake = core.Arm();
            return true;
        }
    }

    private void PumpLater()
    {
        if (pumping != this)
            Pump();
    }

    private void Pump()
    {
        FakeWorkManager? before = pumping;
        pumping = this;
        try
        {
            while (true)
            {
                Action? next;
                lock (gate)
                {
                    if (!actions.TryDequeue(out next))
                        return;
                }

                next();
            }
        }
        finally
        {
            pumping = before;
        }
    }
}
