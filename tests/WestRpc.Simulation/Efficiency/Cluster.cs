using WestRpc.Dispatch;
using WestRpc.Wire;

namespace WestRpc.Simulation.Efficiency;

/// <summary>
/// The dispatcher's core with so many workers on a virtual clock, where nothing fails but everything takes its time: what
/// share of the workers' time is the tasks' own.
/// </summary>
internal sealed class Cluster : IDispatchEffects
{
    private const int SubmittedTogether = 64;

    private readonly VirtualClock clock = new();
    private readonly DispatchCore core;
    private readonly ClusterCosts costs;
    private readonly long duration;
    private readonly List<WorkerSession> touched = [];
    private List<DispatchEvent> incoming = [];
    private int submitted;
    private int completed;
    private int tasks;
    private int arms;
    private bool isBusy;
    private long lastResult;

    private Cluster(int workers, long duration, ClusterCosts costs)
    {
        this.duration = duration;
        this.costs = costs;
        core = new DispatchCore(this, new DispatchSettings());
        core.Advance(0);
        for (int i = 0; i < workers; i++)
        {
            var session = new WorkerSession(new ClusterWorker(this, i));
            ((ClusterWorker)session.Channel).Session = session;
            core.Handle(new DispatchEvent(DispatchEventKind.Joined, Session: session));
            core.Handle(new DispatchEvent(DispatchEventKind.Ready, Session: session));
        }
    }

    /// <summary>From 0 to 1.</summary>
    public static double Share(int workers, int tasks, long duration, ClusterCosts costs)
    {
        var cluster = new Cluster(workers, duration, costs) { tasks = tasks };
        cluster.touched.Clear();
        cluster.Submit();
        while (cluster.completed < tasks)
        {
            if (!cluster.clock.Step())
                throw new SimulationException($"{cluster.completed:N0} of {tasks:N0} tasks completed, and nothing is to come.");
        }

        return (double)tasks * duration / ((double)workers * cluster.lastResult);
    }

    /// <summary>Time until something that a worker does.</summary>
    public void After(long time, Action action) => clock.After(time, action);

    public long Call => duration + costs.Call;

    public long Duration => duration;

    /// <summary>A worker's message is on its way.</summary>
    public void ToMaster(WorkerSession session, Frame frame) => clock.After(costs.Way, () => Post(new DispatchEvent(DispatchEventKind.Frame, Session: session, Frame: frame)));

    private void Post(in DispatchEvent e)
    {
        incoming.Add(e);
        if (!isBusy)
            Work(costs.Wake);
    }

    private void Submit()
    {
        int count = Math.Min(SubmittedTogether, tasks - submitted);
        for (int i = 0; i < count; i++)
            incoming.Add(new DispatchEvent(DispatchEventKind.Submit, new SimItem(new TaskSpec(++submitted % 1_000, 0, new WorkOptions()), sharesMemory: false)));
        if (count > 0 && !isBusy)
            Work(0);
    }

    /// <summary>Works on all that has come; what comes of it leaves when that is done.</summary>
    private void Work(long wake)
    {
        isBusy = true;
        List<DispatchEvent> batch = incoming;
        incoming = [];
        core.Advance(clock.Now);
        foreach (DispatchEvent e in batch)
            core.Handle(e);
        long time = core.Arm();
        int mine = ++arms;
        if (time != long.MaxValue)
            clock.At(time, () => Ring(mine));
        WorkerSession[] sent = [.. touched];
        touched.Clear();
        foreach (WorkerSession session in sent)
            session.Touched = false;
        clock.After(wake + (batch.Count * costs.Event), () => Done(sent));
    }

    private void Done(WorkerSession[] sent)
    {
        foreach (WorkerSession session in sent)
        {
            var worker = (ClusterWorker)session.Channel;
            Frame[] frames = worker.TakeSent();
            clock.After(costs.Way, () => worker.Receive(frames));
        }

        isBusy = false;
        if (submitted < tasks)
            Submit();
        else if (incoming.Count > 0)
            Work(0);
    }

    private void Ring(int arm)
    {
        if (arm == arms && !isBusy)
            Work(costs.Wake);
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
        completed++;
        lastResult = clock.Now;
    }

    void IDispatchEffects.Kill(WorkerSession session, string reason) => throw new SimulationException($"{session.Channel.Worker} is to be killed: {reason}");

    void IDispatchEffects.SaySlow(WorkItem item, WorkerSession session, long nanoseconds)
    {
    }

    void IDispatchEffects.SayUnmeetable(WorkItem item)
    {
    }

    void IDispatchEffects.Drained()
    {
    }
}
