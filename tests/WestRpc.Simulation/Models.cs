using WestRpc.Dispatch;

namespace WestRpc.Simulation;

/// <summary>What must become of an item in the event that is being handled.</summary>
[Flags]
internal enum Expected
{
    None = 0,
    Result = 1 << OutcomeKind.Result,
    Failure = 1 << OutcomeKind.Failure,
    Canceled = 1 << OutcomeKind.Canceled,
    TimedOut = 1 << OutcomeKind.TimedOut,
    Unmeetable = 1 << OutcomeKind.Unmeetable,
    Stopped = 1 << OutcomeKind.Stopped,
    Drained = 1 << OutcomeKind.Drained,
    NoWorkers = 1 << OutcomeKind.NoWorkers,
    Lost = 1 << OutcomeKind.Lost,
}

/// <summary>What the oracle knows of a task.</summary>
internal sealed class ItemModel(SimItem item, ResourceSetView needs, int maxAttempts)
{
    public SimItem Item { get; } = item;

    public TaskSpec Spec => Item.Spec;

    public ResourceSetView Needs { get; } = needs;

    public int MaxAttempts { get; } = maxAttempts;

    public long Order { get; set; } = -1;

    public bool IsSubmitted => Order >= 0;

    public bool IsCanceled { get; set; }

    public bool IsDone { get; set; }

    public Expected Must { get; set; }

    public OutcomeKind Outcome { get; set; }

    public LeaseModel? Lease { get; set; }

    public int Losses { get; set; }

    public int Retries { get; set; }

    /// <summary>It ran over its limit, and runs again when its worker has ended it.</summary>
    public bool TimedOut { get; set; }

    /// <summary>When its retry is due; null where it waits for none.</summary>
    public long? DelayedAtLeast { get; set; }

    public long DelayedAtMost { get; set; }

    public bool SaidSlow { get; set; }

    public int TimesRun { get; set; }

    public SimChannel? RunsOn { get; set; }

    public WorkItemState State { get; set; }

    public bool RunsAlone => Losses > 0 || MaxAttempts == 1;

    /// <summary>Whether it waits for a worker.</summary>
    public bool Waits => IsSubmitted && !IsDone && Lease is null && DelayedAtLeast is null;

    public override string ToString() => $"t{Spec.Id}";
}

/// <summary>What a task needs, and which lane it therefore waits in.</summary>
internal sealed record ResourceSetView(Workers.ResourceSet Set, int Priority)
{
    public bool IsCoveredBy(Workers.ResourceSet offer) => Array.TrueForAll(TaskFactory.Resources, r => offer.AmountOf(r) >= Set.AmountOf(r));
}

/// <summary>What the oracle knows of one assignment.</summary>
internal sealed class LeaseModel(ulong number, ItemModel item, SessionModel session, bool reports)
{
    public ulong Number { get; } = number;

    public ItemModel Item { get; } = item;

    public SessionModel Session { get; } = session;

    /// <summary>Whether the worker says when it begins.</summary>
    public bool Reports { get; } = reports;

    /// <summary>Whether a task like it had come to its end before it was sent.</summary>
    public bool IsMeasured { get; init; }

    public long? BeganAt { get; set; }

    public bool IsRecalled { get; set; }

    public bool IsTimedOut { get; set; }

    public long? GraceDue { get; set; }

    public long? ParkedSince { get; set; }

    public bool SawCancel { get; set; }
}

/// <summary>What the oracle knows of one connection.</summary>
internal sealed class SessionModel(SimSession channel)
{
    public SimSession Channel { get; } = channel;

    public WorkerSession Session => Channel.Session;

    public List<LeaseModel> Leases { get; } = [];

    /// <summary>The tasks that it knows, by number.</summary>
    public Dictionary<int, string> Defined { get; } = [];

    public bool IsReady { get; set; }

    public bool IsEnded { get; set; }

    public bool IsKilled { get; set; }

    /// <summary>When it was told to stop.</summary>
    public long? DismissedAt { get; set; }

    public bool IsToldToStop => DismissedAt is not null;

    public bool IsTooLarge { get; set; }

    /// <summary>It was asked to leave.</summary>
    public bool IsLeaving { get; set; }

    public int Ended { get; set; }

    public long HeardAt { get; set; }

    /// <summary>Since when its first lease is its first.</summary>
    public long FirstSince { get; set; }

    /// <summary>Since when it is seen to be at its first call for too long.</summary>
    public long? HungSince { get; set; }

    /// <summary>How many it held when it was last filled, until a quarter of them is done; 0 while it may get more.</summary>
    public int FilledTo { get; set; }

    /// <summary>The bytes of the arguments that it was given and has not ended.</summary>
    public long HeldBytes => Leases.Sum(static l => (long)l.Item.Item.Body.Length);

    public bool MayTake(long maxTasks) =>
        IsReady && !IsEnded && !IsKilled && !IsToldToStop && !IsTooLarge && !IsLeaving && (maxTasks == 0 || Ended + Leases.Count < maxTasks);

    public override string ToString() => Channel.ToString();
}
