using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using WestRpc.Diagnostics;
using WestRpc.Dispatch.Recording;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Dispatch;

/// <summary>
/// Drives the core: takes events from any thread, lets one thread at a time work on all that have come, and sends what
/// comes of it. Whoever brings an event does that work, so that a round trip costs no further wake-up; it never blocks.
/// </summary>
internal sealed class Dispatcher : IDispatchEffects, ITransportListener, IDisposable
{
    private readonly Lock gate = new();
    private readonly DispatchCore core;
    private readonly DispatchRecorder? recorder;
    private readonly Handshake handshake;
    private readonly ILogger logger;
    private readonly DispatchAlarm alarm;
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<WorkerSession> touched = [];
    private readonly CompletionQueue completions = new();
    private List<WorkItem> submitted = [];
    private List<WorkItem> submitting = [];
    private List<DispatchEvent> incoming = [];
    private List<DispatchEvent> working = [];
    private int ended;
    private bool busy;
    private bool rung;

    public Dispatcher(WorkManagerOptions options, ILogger logger)
    {
        DispatchSettings settings = SettingsOf(options);
        recorder = DispatchRecorder.Of(options, this, settings, logger);
        core = new DispatchCore(recorder ?? (IDispatchEffects)this, settings);
        handshake = new Handshake(options.AllowMixedBuilds);
        this.logger = logger;
        Limit = new PendingLimit(options.MaxPending);
        alarm = new DispatchAlarm(Ring);
    }

    /// <summary>How many tasks may be pending.</summary>
    public PendingLimit Limit { get; }

    /// <summary>Completes when nothing runs any more after <see cref="Drain"/>.</summary>
    public Task Drained => drained.Task;

    public void Submit(WorkItem item) => Post([item], []);

    public void Submit(ReadOnlySpan<WorkItem> items) => Post(items, []);

    public void Cancel(WorkItem item) => Post([new DispatchEvent(DispatchEventKind.Cancel, item)]);

    /// <summary>Ends all that is not done with <paramref name="outcome"/>, tells the workers to stop, takes nothing new.</summary>
    public void Stop(Outcome outcome) => Post([new DispatchEvent(DispatchEventKind.Stop, Object: outcome)]);

    /// <summary>Finishes what runs and begins nothing else.</summary>
    public void Drain() => Post([new DispatchEvent(DispatchEventKind.Drain)]);

    public void Dispose()
    {
        alarm.Dispose();
        recorder?.Dispose();
    }

    public IChannelReceiver Joined(IWorkerChannel channel)
    {
        var session = new WorkerSession(channel);
        Post([new DispatchEvent(DispatchEventKind.Joined, Session: session)]);
        if (channel.SharesMemory)
            Post([new DispatchEvent(DispatchEventKind.Ready, Session: session)]);
        return new SessionReceiver(Post, session, handshake, logger);
    }

    public void Failed(Exception reason)
    {
        Log.NoWorkers(logger, reason.Message);
        Stop(new Outcome(OutcomeKind.NoWorkers, Object: reason));
    }

    /// <summary>Brings events, in order; they are done when this returns, or soon after by the thread that is at it.</summary>
    public void Post(ReadOnlySpan<DispatchEvent> events) => Post([], events);

    private void Post(ReadOnlySpan<WorkItem> items, ReadOnlySpan<DispatchEvent> events)
    {
        lock (gate)
        {
            if (busy)
            {
                submitted.AddRange(items);
                incoming.AddRange(events);
                return;
            }

            busy = true;
        }

        // Nothing else waits where nobody is busy.
        Work(items, events);
        WorkOnRest();
    }

    private void Ring()
    {
        lock (gate)
        {
            rung = true;
            if (busy)
                return;
            busy = true;
        }

        WorkOnRest();
    }

    /// <summary>What has come while this thread was at work.</summary>
    private void WorkOnRest()
    {
        while (true)
        {
            lock (gate)
            {
                if (incoming.Count == 0 && submitted.Count == 0 && !rung)
                {
                    busy = false;
                    return;
                }

                rung = false;
                (incoming, working) = (working, incoming);
                (submitted, submitting) = (submitting, submitted);
            }

            Work(CollectionsMarshal.AsSpan(submitting), CollectionsMarshal.AsSpan(working));
            submitting.Clear();
            working.Clear();
        }
    }

    private void Work(ReadOnlySpan<WorkItem> items, ReadOnlySpan<DispatchEvent> events)
    {
        try
        {
            long now = MonotonicClock.Now;
            recorder?.Advance(now);
            core.Advance(now);
            foreach (WorkItem item in items)
            {
                recorder?.Handle(new DispatchEvent(DispatchEventKind.Submit, item));
                core.Submit(item);
            }

            foreach (ref readonly DispatchEvent e in events)
            {
                recorder?.Handle(e);
                core.Handle(e);
            }

            recorder?.Arm();
            long wake = core.Arm();
            recorder?.Wake(wake);
            alarm.Set(wake);
        }
        catch (Exception e)
        {
            recorder?.Flush();

            // A core that throws has a bug and knows no more what is where: better no program than one that hangs.
            Environment.FailFast("WestRpc's dispatcher failed; please report this.", e);
        }

        foreach (WorkerSession session in touched)
        {
            session.Touched = false;
            session.Channel.Flush();
        }

        touched.Clear();
        Limit.Leave(ended);
        ended = 0;
        completions.Flush();
    }

    void IDispatchEffects.Send(WorkerSession session, in Frame frame)
    {
        session.Channel.Send(frame);
        if (session.Touched)
            return;
        session.Touched = true;
        touched.Add(session);
    }

    void IDispatchEffects.Complete(WorkItem item, in Outcome outcome)
    {
        ended++;
        completions.Add(item, outcome);
    }

    void IDispatchEffects.Kill(WorkerSession session, string reason)
    {
        Log.Killing(logger, session.Channel.Worker, reason);
        session.Channel.Kill(reason);
    }

    void IDispatchEffects.SaySlow(WorkItem item, WorkerSession session, long nanoseconds) =>
        Log.Slow(logger, NameOf(item), session.Channel.Worker, nanoseconds / 1e9, item.Estimate / 1e9);

    void IDispatchEffects.SayUnmeetable(WorkItem item) => Log.Unmeetable(logger, NameOf(item), item.Policy.Needs.ToString());

    void IDispatchEffects.Drained() => drained.TrySetResult();

    private static string NameOf(WorkItem item) =>
        item.Label is { } label ? $"{item.Call.Descriptor.Name} ({label})" : item.Call.Descriptor.Name;

    internal static DispatchSettings SettingsOf(WorkManagerOptions options) => new()
    {
        MaxAttempts = options.MaxAttempts,
        Silence = options.HeartbeatInterval > TimeSpan.Zero ? Nanoseconds.Of(options.HeartbeatTimeout) : 0,
        TaskTimeout = Nanoseconds.Of(options.TaskTimeout ?? TimeSpan.Zero),
        Grace = Nanoseconds.Of(options.GracePeriod),
        MaxTasksPerWorker = options.MaxTasksPerWorker,
        MaxWorkerMemory = options.MaxWorkerMemory,
        WaitForResources = options.WaitForResources,
        Offers = [.. Enumerable.Range(0, options.WorkerCount).Select(i => WorkerResources.Of(options, i).Offer).Distinct()],
    };
}
