using WestRpc.Dispatch;
using WestRpc.Transports;
using WestRpc.Wire;

namespace WestRpc.Tests.Dispatch;

/// <summary>
/// A core and its effects as text: each event returns what came of it, for example <c>w0 &lt; Assign a #1</c> and
/// <c>a: Result</c>. Items and workers go by name. What must always hold is checked on the way.
/// </summary>
internal sealed class CoreHarness : IDispatchEffects
{
    private static readonly WorkTaskDescriptor Work = FakeCall.DescriptorOf("Work");

    private readonly DispatchCore core;
    private readonly Dictionary<string, WorkItem> items = [];
    private readonly Dictionary<string, WorkerSession> sessions = [];
    private readonly Dictionary<WorkerSession, HashSet<ushort>> defined = [];
    private readonly Dictionary<ulong, WorkItem> leases = [];
    private readonly Dictionary<WorkItem, Outcome> outcomes = [];
    private readonly List<string> effects = [];

    public CoreHarness(int maxAttempts = 3)
        : this(new DispatchSettings { MaxAttempts = maxAttempts })
    {
    }

    public CoreHarness(DispatchSettings settings) => core = new DispatchCore(this, settings);

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
    public void Make(string item, int? maxAttempts = null, int bytes = 0, WorkTaskDescriptor? task = null) =>
        items.Add(item, new VoidWorkItem(
            new FakeCall(task ?? Work), new WorkOptions { Label = item, MaxAttempts = maxAttempts }, CancellationToken.None)
        {
            Body = bytes == 0 ? default : new byte[bytes],
        });

    public string[] Submit(string item, int? maxAttempts = null, int bytes = 0, WorkTaskDescriptor? task = null)
    {
        if (!items.ContainsKey(item))
            Make(item, maxAttempts, bytes, task);
        return Handle(new DispatchEvent(DispatchEventKind.Submit, items[item]));
    }

    public string[] SubmitAll(IEnumerable<string> names) => [.. names.SelectMany(n => Submit(n))];

    public string[] Cancel(string item) => Handle(new DispatchEvent(DispatchEventKind.Cancel, items[item]));

    public string[] Join(string worker)
    {
        sessions.Add(worker, new WorkerSession(new FakeChannel(int.Parse(worker[1..], null))));
        return Handle(new DispatchEvent(DispatchEventKind.Joined, Session: sessions[worker]));
    }

    public string[] Ready(string worker) => Handle(new DispatchEvent(DispatchEventKind.Ready, Session: sessions[worker]));

    public string[] JoinReady(string worker) => [.. Join(worker), .. Ready(worker)];

    public string[] Reply(string worker, FrameKind kind) =>
        Handle(new DispatchEvent(DispatchEventKind.Reply, Session: sessions[worker], Frame: new Frame(kind)));

    /// <summary>The worker that holds an item says how it ended.</summary>
    public string[] End(string item, FrameKind kind = FrameKind.Result, long nanoseconds = 1_000) =>
        Frame(sessions.Single(s => s.Value == items[item].Session).Key, LeaseOf(item), kind, nanoseconds);

    public string[] Frame(string worker, ulong lease, FrameKind kind = FrameKind.Result, long nanoseconds = 1_000) =>
        Handle(new DispatchEvent(
            DispatchEventKind.Frame, Session: sessions[worker],
            Frame: new Frame(new FrameHeader(0, kind, Lease: lease, Nanoseconds: nanoseconds), default)));

    public string[] Close(string worker, string reason = "exit code 3") =>
        Handle(new DispatchEvent(DispatchEventKind.Closed, Session: sessions[worker], Object: new WorkerEnd(reason)));

    public string[] Stop(OutcomeKind kind = OutcomeKind.Stopped) =>
        Handle(new DispatchEvent(DispatchEventKind.Stop, Object: new Outcome(kind)));

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
            case FrameKind.Cancel:
                effects.Add($"{worker} < Cancel {leases[frame.Header.Lease].Label}");
                break;
            default:
                effects.Add($"{worker} < {frame.Kind}");
                break;
        }
    }

    void IDispatchEffects.Complete(WorkItem item, in Outcome outcome)
    {
        effects.Add($"{item.Label}: {outcome.Kind}");
        Assert.True(outcomes.TryAdd(item, outcome), $"{item.Label} completed twice");
    }

    private WorkItem Assigned(Frame frame) => items.Values.Single(
        i => frame.Body.IsEmpty ? i.Call == frame.Object : i.Body.Equals(frame.Body));

    private static bool HoldsReturned(WorkerSession session)
    {
        for (WorkItem? i = session.Leases.First; i is not null; i = i.Next)
        {
            if (i.Losses is not null)
                return true;
        }

        return false;
    }

    private string[] Handle(DispatchEvent e)
    {
        core.Handle(e);
        string[] came = [.. effects];
        effects.Clear();
        return came;
    }
}
