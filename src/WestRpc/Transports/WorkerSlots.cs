namespace WestRpc.Transports;

/// <summary>
/// Decides when which worker is started: so many slots, with one worker each at most. A state machine without I/O, threads
/// or clock: it is told what happened, and answers what is to be done. Entered by one thread at a time.
/// </summary>
internal sealed class WorkerSlots
{
    private const int StartFailureLimit = 5;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    // One that lived so long, or ended a call, did not die of how it was started: what killed it is in the calls, and
    // those that are to blame fail by themselves, after a few workers. To delay all others for them gains nothing.
    private static readonly TimeSpan LongLife = TimeSpan.FromSeconds(10);

    private readonly Slot[] slots;
    private int living;
    private int startFailures;

    public WorkerSlots(int count) => slots = [.. Enumerable.Range(0, count).Select(static _ => new Slot())];

    private enum SlotState : byte
    {
        Vacant,
        Starting,
        Serving,

        /// <summary>Its worker is dead; what that started may still be there.</summary>
        Ended,
    }

    /// <summary>Whether nothing is started any more.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Whether nothing is there any more, and nothing will be.</summary>
    public bool IsAllGone => IsStopping && living == 0;

    /// <summary>The time for a start has come; whether a worker is to be started now.</summary>
    public bool TryStart(int slot)
    {
        if (IsStopping || slots[slot].State != SlotState.Vacant)
            return false;
        slots[slot].State = SlotState.Starting;
        living++;
        return true;
    }

    /// <summary>What was to be started can't be: there never was a worker.</summary>
    public SlotDecision CouldNotStart(int slot, string reason)
    {
        Move(slot, SlotState.Vacant, SlotState.Starting);
        living--;
        return AfterFailedStart(new WorkerEnd(reason));
    }

    /// <summary>The worker greeted as it should, and gets calls from now on.</summary>
    public void Accepted(int slot, TimeSpan now)
    {
        Move(slot, SlotState.Serving, SlotState.Starting);
        slots[slot].WasAccepted = true;
        slots[slot].AcceptedAt = now;
        startFailures = 0;
    }

    /// <summary>The worker is dead.</summary>
    /// <param name="slot">Which.</param>
    /// <param name="now">The time, by a clock that never goes back.</param>
    /// <param name="hasWorked">Whether it ended a call.</param>
    /// <param name="wasRelieved">Whether it was told to end.</param>
    public void Ended(int slot, TimeSpan now, bool hasWorked, bool wasRelieved)
    {
        Move(slot, SlotState.Ended, SlotState.Starting, SlotState.Serving);
        Slot its = slots[slot];
        its.WasRelieved = wasRelieved;
        if (its.WasAccepted)
            its.FruitlessLives = hasWorked || wasRelieved || now - its.AcceptedAt >= LongLife ? 0 : its.FruitlessLives + 1;
    }

    /// <summary>Nothing is left of the worker, nor of what it started.</summary>
    public SlotDecision Gone(int slot, WorkerEnd end)
    {
        Move(slot, SlotState.Vacant, SlotState.Ended);
        living--;
        Slot its = slots[slot];
        if (!its.WasAccepted)
            return AfterFailedStart(end);
        its.WasAccepted = false;
        if (IsStopping)
            return default;
        return its.WasRelieved
            ? new SlotDecision(SlotDecisionKind.Relieve)
            : new SlotDecision(SlotDecisionKind.Replace, DelayAfter(its.FruitlessLives - 1));
    }

    /// <summary>Nothing is started from here on.</summary>
    public void Stop() => IsStopping = true;

    private SlotDecision AfterFailedStart(WorkerEnd end)
    {
        if (IsStopping)
            return default;
        startFailures++;

        // While others work the trouble may be a passing one, and what they work on must not be lost to it.
        if (startFailures < StartFailureLimit || Array.Exists(slots, static s => s.State == SlotState.Serving))
            return new SlotDecision(SlotDecisionKind.TryAgain, DelayAfter(startFailures));
        IsStopping = true;
        string words = end.StandardError.Length == 0 ? "" : $" Its standard error ended with:\n{end.StandardError}";
        return new SlotDecision(
            SlotDecisionKind.Fail,
            Failure: $"{StartFailureLimit} workers in a row ended before they could take a task; the last: {end.Reason}.{words}");
    }

    /// <summary>None after none; then twice as long each time.</summary>
    private static TimeSpan DelayAfter(int failures) => failures <= 0
        ? TimeSpan.Zero
        : TimeSpan.FromTicks(Math.Min(FirstDelay.Ticks << Math.Min(failures - 1, 20), LongestDelay.Ticks));

    private void Move(int slot, SlotState to, params ReadOnlySpan<SlotState> from)
    {
        if (!from.Contains(slots[slot].State))
            throw new InvalidOperationException($"Slot {slot} is {slots[slot].State} and can't become {to}.");
        slots[slot].State = to;
    }

    private sealed class Slot
    {
        public SlotState State { get; set; }

        public bool WasAccepted { get; set; }

        public TimeSpan AcceptedAt { get; set; }

        public bool WasRelieved { get; set; }

        /// <summary>Its last workers, in a row, that died soon and without having ended a call.</summary>
        public int FruitlessLives { get; set; }
    }
}

internal enum SlotDecisionKind : byte
{
    /// <summary>Nothing is to be done.</summary>
    None,

    /// <summary>Another worker starts after the delay: the last one did what it was to do.</summary>
    Relieve,

    /// <summary>Another worker starts after the delay: the last one died.</summary>
    Replace,

    /// <summary>Another worker starts after the delay: the last one could not be started.</summary>
    TryAgain,

    /// <summary>No worker can be had, and none is started any more: those that are being started end, and the run fails.</summary>
    Fail,
}

/// <summary>What is to be done about a slot that has become vacant.</summary>
internal readonly record struct SlotDecision(SlotDecisionKind Kind, TimeSpan Delay = default, string? Failure = null);
