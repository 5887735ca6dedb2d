using WestRpc.Dispatch;
using WestRpc.Workers;

namespace WestRpc.Simulation;

/// <summary>What may go wrong in a schedule; the less does, the more is promised.</summary>
internal enum Profile : byte
{
    /// <summary>Nothing: the time that all takes is bounded.</summary>
    Calm,

    /// <summary>The master stands still now and then, and no worker is taken for dead.</summary>
    LateTicks,

    /// <summary>A task that ends each worker that it meets: it fails, and no other.</summary>
    Poison,

    /// <summary>All.</summary>
    Chaos,

    /// <summary>All, and channels that break their promises.</summary>
    Hostile,

    /// <summary>Nodes leave in order, and are silent for less than the limit: no attempt is lost.</summary>
    Orderly,
}

internal enum StepKind : byte
{
    Submit,
    Cancel,

    /// <summary>A worker ends at once, and some of what it sent does not arrive.</summary>
    Crash,

    /// <summary>A worker ends by itself after its call.</summary>
    Exit,

    /// <summary>A worker stands still, for good.</summary>
    Hang,

    /// <summary>A worker stands still for a time.</summary>
    Freeze,

    /// <summary>A worker takes so many times as long from here on.</summary>
    Slow,

    /// <summary>Another worker joins, under a number that is taken.</summary>
    JoinTwice,

    /// <summary>A worker joins and never greets, so that its transport ends it.</summary>
    JoinSilent,

    /// <summary>A worker does not end when it is told to.</summary>
    StayOn,

    /// <summary>A worker takes too much memory from here on.</summary>
    Bloat,

    /// <summary>The master stands still for a time.</summary>
    LateTick,

    Drain,
    Stop,

    /// <summary>A worker's machine begins nothing more.</summary>
    Leave,

    /// <summary>A worker's machine is to be given up soon: the worker is told to end, whatever it runs.</summary>
    Withdraw,

    /// <summary>A frame with a lease that is not that worker's, or not open.</summary>
    StrayFrame,

    /// <summary>A worker's channel closes a second time.</summary>
    CloseAgain,

    /// <summary>Something comes from a worker that is gone, or that is ready already.</summary>
    ReadyAgain,

    /// <summary>A worker sends what is not for a master.</summary>
    BadFrame,

    /// <summary>Nothing comes through between a worker's node and the master, for a time; then all does.</summary>
    Partition,

    /// <summary>The connections of a worker's node are cut, both or one.</summary>
    Cut,

    /// <summary>A worker's node is gone, with all its workers.</summary>
    KillNode,

    /// <summary>A worker's node stands still for a time; its workers do not.</summary>
    FreezeNode,

    /// <summary>A worker's node hears that all is over, of somebody who need not know.</summary>
    Rumour,
}

/// <summary>One decision of a schedule.</summary>
/// <param name="At">Its virtual time.</param>
/// <param name="Kind">What happens.</param>
/// <param name="Target">To which worker or task.</param>
/// <param name="Amount">For how long, or how much.</param>
/// <param name="Task">What is submitted.</param>
internal sealed record Step(long At, StepKind Kind, int Target, long Amount = 0, TaskSpec? Task = null)
{
    public override string ToString() => $"{At / 1e6,12:0.000} ms  {Kind} {(Task is not null ? Task : $"{Target} {Amount}")}";
}

/// <summary>A schedule: what is to happen, all of it made from one seed.</summary>
internal sealed record Scenario
{
    public required int Seed { get; init; }

    public required Profile Profile { get; init; }

    public required DispatchSettings Settings { get; init; }

    /// <summary>What each worker offers; as many workers as there are.</summary>
    public required IReadOnlyList<ResourceSet> Workers { get; init; }

    public required IReadOnlyList<Step> Steps { get; init; }

    /// <summary>How many of the workers, the last ones, are on which node; none where all are the master's own.</summary>
    public IReadOnlyList<int> Nodes { get; init; } = [];

    public int LocalWorkers => Workers.Count - Nodes.Sum();

    /// <summary>How often a node and the master say that they live.</summary>
    public long NodeHeartbeat { get; init; } = Duration.Second;

    public bool SharesMemory { get; init; }

    public long Heartbeat { get; init; }

    public long LeastLatency { get; init; }

    public long MostLatency { get; init; }

    /// <summary>How late the master is woken at most.</summary>
    public long TickDelay { get; init; }

    /// <summary>What passes between a worker's taking a call and its beginning it, at most.</summary>
    public long Decoding { get; init; }

    /// <summary>How long a replacement takes to connect.</summary>
    public long Restart { get; init; }

    /// <summary>What goes wrong with workers that are started.</summary>
    public StartTrouble Starts { get; init; } = StartTrouble.None;

    public bool AllowsMixedBuilds { get; init; }

    public bool EndsWithDrain { get; init; }

    /// <summary>How long a node's workers may take to end when they are told to.</summary>
    public long NodeShutdown { get; init; } = SimTransport.ShutdownTimeout;

    /// <summary>Whether workers, nodes and connections may break.</summary>
    public bool IsFaulty => Profile is Profile.Chaos or Profile.Hostile;

    public override string ToString() =>
        $"seed {Seed}: {Profile}, workers: {string.Join(" | ", Workers)}{(SharesMemory ? ", shared memory" : "")}{(Nodes.Count > 0 ? $", on nodes: {string.Join('+', Nodes)}, which beat each {NodeHeartbeat / 1e6} ms" : "")}, latency {LeastLatency / 1e3}-{MostLatency / 1e3} µs, {Starts}, {Settings}";
}
