using WestRpc.Dispatch;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Tests.Dispatch;

/// <summary>
/// A core and its effects as text: each event returns what came of it, for example <c>w0 &lt; Assign a #1</c> and
/// <c>a: Result</c>. Items and workers go by name, the clock is the test's. What must always hold is checked on the way.
/// </summary>
internal sealed class CoreHarness : IDispatchEffects
{
    /// <summary>How long calls take unless a test says so: short, so that others may wait behind them, and not so brief that any number may.</summary>
    public const long ShortTask = 250_000;

    private static readonly WorkTaskDescriptor Work = FakeCall.DescriptorOf("Work");

    private readonly DispatchCore core;
    private readonly Dictionary<string, WorkItem> items = [];
    private readonly Dictionary<string, WorkerSession> sessions = [];
    private readonly Dictionary<WorkerSession, HashSet<ushort>> defined = [];
    private readonly Dictionary<ulong, WorkItem> leases = [];
    private readonly Dictionary<WorkItem, Outcome> outcomes = [];
    private readonly List<string> effects = [];
    private long time = 1_000_000_000_000;
    private long wake = long.MaxValue;

    public CoreHarness(int maxAttempts = 3)
        : this(new DispatchSettings { MaxAttempts = maxAttempts })
    {
    }

    public CoreHarness(DispatchSettings settings) => core = new DispatchCore(this, settings);

    /// <summary>For how long the core would sleep if nothing came; null for ever.</summary>
    public TimeSpan? Sleeps => wake == long.MaxValue ? null : TimeSpan.FromMicroseconds((wake - time) / 1_000.0);

    public IReadOnlyCollection<string> Done => [.. outcomes.Keys.Select(static i => i.Label!)];

    public Outcome OutcomeOf(string item) => outcomes[items[item]];

    public WorkItem Item(string item) => items[item];

    /// <summary>The lease that the item was given last.</summary>
    public ulong LeaseOf(string item) => leases.Last(l => l.Value == items[item]).Key;

    /// <summary>What a worker holds, in order.</summary>
    public IReadOnlyList<string> HeldBy(string worker)
    {
        var held = new List<string>();
        for (WorkItem? i = sessions[worker].Leases.First; i is not null; i = i.Next)
            held.Add(i.Label!);
        return held;
    }

    /// <summary>Makes an item that the core does not know yet.</summary>
    public void Make(string item, int? maxAttempts = null, int bytes = 0, WorkTaskDescriptor? task = null, WorkOptions? options = null)
    {
        WorkOptions own = (options ?? new WorkOptions()) with { Label = item };
        items.Add(item, new VoidWorkItem(
            new FakeCall(task ?? Work), maxAttempts is null ? own : own with { MaxAttempts = maxAttempts }, CancellationToken.None)
        {
            Body = bytes == 0 ? default : new byte[bytes],
        });
    }

    public string[] Submit(
        string item, int? maxAttempts = null, int bytes = 0, WorkTaskDescriptor? task = null, WorkOptions? options = null)
    {
        if (!items.ContainsKey(item))
            Make(item, maxAttempts, bytes, task, options);
        return Handle(new DispatchEvent(DispatchEventKind.Submit, items[item]));
    }

    public string[] SubmitAll(IEnumerable<string> names, WorkOptions? options = null) =>
        [.. names.SelectMany(n => Submit(n, options: options))];

    public string[] Cancel(string item) => Handle(new DispatchEvent(DispatchEventKind.Cancel, items[item]));

    /// <param name="worker">Its name, <c>w</c> and a number.</param>
    /// <param name="offer">What it has for tasks that ask.</param>
    /// <param name="sharesMemory">Whether it is a thread of the master.</param>
    public string[] Join(string worker, ResourceSet? offer = null, bool sharesMemory = false)
    {
        sessions.Add(worker, new WorkerSession(new FakeChannel(int.Parse(worker[1..], null), sharesMemory) { Offer = offer ?? ResourceSet.None }));
        return Handle(new DispatchEvent(DispatchEventKind.Joined, Session: sessions[worker]));
    }

    public string[] Ready(string worker) => Handle(new DispatchEvent(DispatchEventKind.Ready, Session: sessions[worker]));

    public string[] JoinReady(string worker, ResourceSet? offer = null, bool sharesMemory = false) =>
        [.. Join(worker, offer, sharesMemory), .. Ready(worker)];

    public bool IsIdle(string worker) => sessions[worker].Held == 0;

    /// <summary>Whether it was told to end, or killed.</summary>
    public bool IsCondemned(string worker) => sessions[worker] is { Dismissed: true } or { Killed: true };

    public string[] Reply(string worker, FrameKind kind) =>
        Handle(new DispatchEvent(DispatchEventKind.Reply, Session: sessions[worker], Frame: new Frame(kind)));

    /// <summary>The worker that holds an item says how it ended.</summary>
    public string[] End(string item, FrameKind kind = FrameKind.Result, long nanoseconds = ShortTask) =>
        Frame(HolderOf(item), LeaseOf(item), kind, nanoseconds);

    /// <summary>The worker that holds an item says that its method threw.</summary>
    /// <param name="item">Which.</param>
    /// <param name="exception">What was thrown.</param>
    /// <param name="chance">From 0 to 1.</param>
    /// <param name="asObject">Whether it goes as it is, and not as text.</param>
    public string[] Fail(string item, Exception exception, double chance = 0, bool asObject = false)
    {
        var body = new System.Buffers.ArrayBufferWriter<byte>();
        if (!asObject)
            WireFailure.From(exception).Write(body);
        return Handle(new DispatchEvent(
            DispatchEventKind.Frame, Session: items[item].Session,
            Frame: new Frame(
                new FrameHeader(body.WrittenCount, FrameKind.Failure, Lease: LeaseOf(item)), body.WrittenMemory, asObject ? exception : null),
            Chance: chance));
    }

    /// <summary>The worker that holds an item says that it begins it.</summary>
    public string[] Begin(string item, long ago = 0) => End(item, FrameKind.Begun, ago);

    public string[] Heartbeat(string worker, long memory = 1 << 20) => Frame(worker, 0, FrameKind.Heartbeat, memory);

    public string[] Frame(string worker, ulong lease, FrameKind kind = FrameKind.Result, long nanoseconds = ShortTask) =>
        Handle(new DispatchEvent(
            DispatchEventKind.Frame, Session: sessions[worker],
            Frame: new Frame(new FrameHeader(0, kind, Lease: lease, Nanoseconds: nanoseconds), default)));

    /// <summary>Whether the worker was asked to say when it begins the item.</summary>
    public bool Reports(string item) => items[item].Is(WorkItemFlags.ReportsBegin);

    public string HolderOf(string item) => sessions.Single(s => s.Value == items[item].Session).Key;

    public string[] Close(string worker, string reason = "exit code 3", bool inOrder = false) => Handle(new DispatchEvent(
        DispatchEventKind.Closed, Session: sessions[worker], Object: new WorkerEnd(reason, IsInOrder: inOrder)));

    /// <summary>The worker's machine begins nothing more.</summary>
    public string[] Leave(string worker) => Handle(new DispatchEvent(DispatchEventKind.Leave, Session: sessions[worker]));

    public string[] Stop(OutcomeKind kind = OutcomeKind.Stopped) =>
        Handle(new DispatchEvent(DispatchEventKind.Stop, Object: new Outcome(kind)));

    public string[] Drain() => Handle(new DispatchEvent(DispatchEventKind.Drain));

    /// <summary>Time passes, and the core is woken each time that it asked to be.</summary>
    public string[] Pass(double seconds)
    {
        long end = time + (long)(seconds * 1e9);
        while (wake <= end)
        {
            time = Math.Max(time, wake);
            Tell();
        }

        time = end;
        Tell();
        return TakeEffects();
    }

    /// <summary>Time passes, and nobody tells the core.</summary>
    public void Jump(double seconds) => time += (long)(seconds * 1e9);

    /// <summary>Time passes while the whole process stands still.</summary>
    public string[] Freeze(double seconds)
    {
        Jump(seconds);
        Tell();
        return TakeEffects();
    }

    void IDispatchEffects.Send(WorkerSession session, in Frame frame)
    {
        string worker = sessions.Single(s => s.Value == session).Key;
        switch (frame.Kind)
        {
            case FrameKind.Assign:
                WorkItem item = Assigned(frame);
                effects.Add($"{worker} < Assign {item.Label} #{frame.Header.Attempt}");
                Assert.True(session.Ready && !session.Ended, $"{worker} can't take anything");
                Assert.True(leases.TryAdd(frame.Header.Lease, item), "a lease number came again");
                Assert.True(frame.Body.IsEmpty || defined[session].Contains(frame.Header.Task), "an undefined task number");
                Assert.True(session.Held == 1 || !HoldsReturned(session), $"{item.Label} is not alone on {worker}");
                break;
            case FrameKind.Define:
                KeyValuePair<string, string> named = TextMap.Read(frame.Body).Single();
                Assert.True((defined.TryGetValue(session, out HashSet<ushort>? known) ? known : defined[session] = []).Add(frame.Header.Task));
                effects.Add($"{worker} < Define {named.Key}");
                break;
            case FrameKind.Cancel or FrameKind.Recall:
                effects.Add($"{worker} < {frame.Kind} {leases[frame.Header.Lease].Label}");
                Assert.Same(session, leases[frame.Header.Lease].Session);
                break;
            default:
                effects.Add($"{worker} < {frame.Kind}");
                break;
        }
    }

    void IDispatchEffects.Complete(WorkItem item, in Outcome outcome)
    {
        effects.Add($"{item.Label}: {outcome.Kind}");
        item.Body = outcome.Body;
        Assert.True(outcomes.TryAdd(item, outcome), $"{item.Label} completed twice");
    }

    void IDispatchEffects.Kill(WorkerSession session, string reason)
    {
        effects.Add($"kill {sessions.Single(s => s.Value == session).Key}: {reason}");
        Assert.False(session.Ended, "what is gone can't be killed");
    }

    void IDispatchEffects.SaySlow(WorkItem item, WorkerSession session, long nanoseconds) =>
        effects.Add($"{item.Label} is slow: {nanoseconds / 1e9} s");

    void IDispatchEffects.SayUnmeetable(WorkItem item) => effects.Add($"{item.Label} waits for what no worker offers");

    void IDispatchEffects.Drained() => effects.Add("drained");

    private WorkItem Assigned(Frame frame) => items.Values.Single(
        i => frame.Body.IsEmpty ? i.Call == frame.Object : i.Body.Equals(frame.Body));

    private static bool HoldsReturned(WorkerSession session)
    {
        for (WorkItem? i = session.Leases.First; i is not null; i = i.Next)
        {
            if (i.Losses is { Count: > 0 })
                return true;
        }

        return false;
    }

    private string[] Handle(DispatchEvent e)
    {
        core.Advance(time);
        core.Handle(e);
        wake = core.Arm();
        return TakeEffects();
    }

    private void Tell()
    {
        core.Advance(time);
        wake = core.Arm();
        Assert.True(wake > time, "it wants to be woken before now");
    }

    private string[] TakeEffects()
    {
        string[] came = [.. effects];
        effects.Clear();
        return came;
    }
}
