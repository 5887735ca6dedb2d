using WestRpc.Wire;
using WestRpc.ZeroMQ.Nodes;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Wire;
using static WestRpc.Simulation.Checks;

namespace WestRpc.Simulation.Nodes;

/// <summary>
/// A machine with a client on it as <c>ZeroMQClient</c> is one: joins, serves, and joins anew where the master was lost. Where its
/// process ends another one comes, as long as somebody is there to join.
/// </summary>
internal sealed class SimNode
{
    private const long AnswerTimeout = 3 * Duration.Second;

    private readonly Simulation simulation;
    private readonly int index;
    private readonly SimRandom random;
    private SimNodeLink? link;
    private NodeStay? stay;
    private int process;
    private bool isRunning;
    private bool hasJoined;
    private long disturbedUntil;

    public SimNode(Simulation simulation, int index, int first, int count)
    {
        this.simulation = simulation;
        this.index = index;
        First = first;
        Count = count;
        random = new SimRandom((ulong)simulation.Scenario.Seed, 24, index);
    }

    /// <summary>The first of its slots.</summary>
    public int First { get; }

    /// <summary>How many workers it brings.</summary>
    public int Count { get; }

    /// <summary>Every other one is on the master's own.</summary>
    public string Host => index % 2 == 0 ? SimNodeServer.Host : "other";

    public SimTransport? Transport => stay?.Transport;

    public bool WantsStop { get; private set; }

    public bool WantsDrain { get; private set; }

    /// <summary>From when on what it says comes to the master.</summary>
    public long HeardFrom { get; private set; }

    /// <summary>From when on what the master says comes to it.</summary>
    public long HearsFrom { get; private set; }

    public long FrozenUntil { get; private set; }

    /// <summary>How long it stood still in all.</summary>
    public long StoodStill { get; private set; }

    /// <summary>How often.</summary>
    public int Stops { get; private set; }

    public override string ToString() => $"node {index}";

    public void Start()
    {
        if (simulation.Nodes.IsDisposed)
            return;
        process++;
        isRunning = true;
        WantsStop = WantsDrain = hasJoined = false;
        Join();
    }

    public void Drain()
    {
        WantsDrain = true;
        LeaveUnlessServing();
    }

    public void Withdraw()
    {
        WantsStop = true;
        LeaveUnlessServing();
    }

    /// <summary>Nothing comes through for a time; or, one in three times, nothing comes to the node.</summary>
    public void Separate(long time)
    {
        Disturb(simulation.Clock.Now + time);
        HearsFrom = Math.Max(HearsFrom, simulation.Clock.Now + time);
        if (time % 3 != 0)
            HeardFrom = Math.Max(HeardFrom, simulation.Clock.Now + time);
        simulation.Waited += 2 * time;
    }

    public void StandStill(long time)
    {
        Disturb(simulation.Clock.Now + time);
        long until = Math.Max(FrozenUntil, simulation.Clock.Now + time);
        Stops++;
        StoodStill += until - Math.Max(FrozenUntil, simulation.Clock.Now);
        FrozenUntil = until;
        simulation.Waited += 2 * time;
    }

    public void Cut(long choice)
    {
        link?.Cut(choice);
        simulation.Waited += LossTakes;
    }

    /// <summary>Its process is gone: the master hears of it, or, where the machine is gone too, does not.</summary>
    public void Die(long choice)
    {
        if (!isRunning)
            return;
        Say("is killed");
        stay?.Die();
        link?.Cut(choice / 4 % 4 == 0 ? 0 : 3 + (choice / 16 % 100 * 12));
        simulation.Waited += LossTakes;
        EndProcess();
    }

    public void HearRumour() => stay?.Do(() => stay?.HearRumour());

    public void Received(SimNodeLink from, byte[] message)
    {
        if (from != link || !isRunning)
            return;
        int length = from.Member.Tasks.Receiving.Open(message).Length;
        ReadOnlyMemory<byte> text = message.AsMemory(SealedFrame.NumberSize, length);
        if (stay is not null)
            stay.Received(text);
        else if (FrameBatch.TryRead(ref text, SimNodeServer.MaxBody, out _, out Frame frame) && frame.Kind == NodeFrame.NodeWelcome)
            Serve(from, NodeWelcome.Read(frame.Body));
    }

    public void BatchEnded(SimNodeLink from)
    {
        if (from == link && isRunning)
            stay?.BatchEnded();
    }

    public void CheckResultsHaveCome(SimNodeLink at)
    {
        if (stay?.Link == at)
            stay.CheckResultsHaveCome();
    }

    /// <summary>Its time with a master is over.</summary>
    public void Ended(NodeEnd end)
    {
        Say($"{end}");
        stay = null;
        link = null;
        if (end == NodeEnd.MasterLost && !WantsStop && !WantsDrain)
            simulation.Clock.After(random.Between(0, 500 * Duration.Millisecond), Join);
        else
            EndProcess();
    }

    public bool WasDisturbedAfter(long time) => disturbedUntil > time;

    public void CheckEnd() => Check(!isRunning && stay is null, $"{this} is left at the end");

    /// <summary>How long a loss may go unnoticed, and a node be away for it.</summary>
    private long LossTakes => (2 * SimNodeServer.TimeoutFactor * simulation.Scenario.NodeHeartbeat) + (4 * AnswerTimeout) + (2 * SimTransport.ShutdownTimeout);

    private void Join()
    {
        if (!isRunning || stay is not null)
            return;
        if (simulation.Nodes.IsDisposed || WantsStop || WantsDrain)
        {
            EndProcess();
            return;
        }

        link = simulation.Nodes.Connect(this);
        var hello = new NodeHello(Host, process, Count, Count, Count, "", $"{index}.{process}");
        var batch = new FrameBatch();
        batch.Append(0, new Frame(NodeFrame.NodeHello, hello.Write()));
        link.Member.Tasks.Sending.Seal(batch.Message);
        link.Greet(batch.Message.ToArray());
        SimNodeLink mine = link;
        simulation.Clock.After(AnswerTimeout, () =>
        {
            if (link != mine || stay is not null)
                return;
            Say("has no answer");
            simulation.Coverage.Count("Node", "no answer");
            mine.CloseAtNode();
            simulation.Clock.After(random.Between(100 * Duration.Millisecond, Duration.Second), Join);
        });
    }

    private void Serve(SimNodeLink from, NodeWelcome welcome)
    {
        Say($"joins with numbers from {welcome.FirstWorker} on");
        if (hasJoined)
            simulation.Coverage.Count("Node", "joined anew");
        hasJoined = true;
        stay = new NodeStay(simulation, this, from, welcome);
        stay.Start();
    }

    /// <summary>Where nothing is to be finished nothing is waited for.</summary>
    private void LeaveUnlessServing()
    {
        simulation.Waited += LossTakes;
        if (stay is not null || !isRunning)
            return;
        link?.CloseAtNode();
        EndProcess();
    }

    private void EndProcess()
    {
        isRunning = false;
        stay = null;
        link = null;
        int mine = process;
        long pause = random.Between(Duration.Millisecond, Duration.Second);
        simulation.Waited += pause;
        if (!simulation.Nodes.IsStopping || random.OneIn(2))
            simulation.Clock.After(pause, () =>
            {
                if (process == mine)
                    Start();
            });
    }

    private void Disturb(long until) => disturbedUntil = Math.Max(disturbedUntil, until);

    private void Say(string what)
    {
        simulation.Trace.Mix(6_000, index, what.Length);
        if (simulation.Trace.KeepsText)
            simulation.Trace.Say(simulation.Clock.Now, $"{this} {what}");
    }
}
