using WestRpc.Transports;
using static WestRpc.Simulation.Checks;

namespace WestRpc.Simulation;

/// <summary>What must hold of the workers that are started, told in terms of what became of them alone.</summary>
internal sealed class SlotsOracle(int count, Coverage coverage, long from)
{
    private const int Limit = 5;
    private const long FirstDelay = 100 * Duration.Millisecond;
    private const long LongestDelay = 10 * Duration.Second;
    private const long LongLife = 10 * Duration.Second;

    private readonly Slot[] slots = [.. Enumerable.Range(0, count).Select(_ => new Slot { DueAt = from })];
    private long lastStartDelay;
    private int failedInARow;
    private bool stopped;

    public bool HasFailed { get; private set; }

    public void OnStop() => stopped = true;

    public void OnAsked(int slot, bool starts, long now)
    {
        Slot its = slots[slot];
        Check(its.DueAt == now, $"slot {slot} was to be filled at {its.DueAt / 1e6} ms, not at {now / 1e6}");
        Check(starts == !stopped, $"slot {slot} is {(starts ? "" : "not ")}filled, and all is {(stopped ? "" : "not ")}stopped");
        its.DueAt = null;
        if (!starts)
            return;
        Check(!its.IsThere && !its.IsProcess, $"slot {slot} is filled while the last one is still there");
        its.IsThere = its.IsProcess = true;
        its.AcceptedAt = null;
        Check(slots.Count(static s => s.IsProcess) <= count, "there are more workers than there are to be");
    }

    public void OnAccepted(int slot, long now)
    {
        coverage.Count("Start", failedInARow switch { 0 => "accepted", < Limit => "accepted after failures", _ => "accepted after five failures" });
        slots[slot].AcceptedAt = now;
        failedInARow = 0;
        lastStartDelay = 0;
    }

    public void OnEnded(int slot, long now, bool hasWorked, bool wasRelieved)
    {
        Slot its = slots[slot];
        Check(its.IsProcess, $"what is in slot {slot} ends twice");
        its.IsProcess = false;
        its.IsAtFault = !hasWorked && !wasRelieved && now - its.AcceptedAt < LongLife;
        its.WasRelieved = wasRelieved;
    }

    public void OnDecision(int slot, in SlotDecision decision, WorkerEnd end, long now)
    {
        Slot its = slots[slot];
        Check(!its.IsProcess && its.IsThere, $"it is decided about slot {slot}, which is not vacant");
        its.IsThere = false;
        long delay = decision.Delay.Ticks * 100;
        if (stopped)
            Check(decision.Kind == SlotDecisionKind.None, $"slot {slot}: {decision.Kind} after all has stopped");
        else if (its.AcceptedAt is null)
            OnFailedStart(slot, decision, end, delay);
        else
            OnDeath(slot, its, decision, delay);
        if (!stopped)
            its.DueAt = now + delay;
    }

    private void OnFailedStart(int slot, in SlotDecision decision, WorkerEnd end, long delay)
    {
        bool othersWork = Array.Exists(slots, static s => s.IsProcess && s.AcceptedAt is not null);
        if (++failedInARow >= Limit && !othersWork)
        {
            Check(decision.Kind == SlotDecisionKind.Fail, $"{failedInARow} starts in a row have failed, nobody works, and the run goes on");
            Check(decision.Failure!.Contains(end.Reason, StringComparison.Ordinal), "the run fails, and nobody hears why");
            HasFailed = stopped = true;
            return;
        }

        if (failedInARow >= Limit)
            coverage.Count("Start", "five failures while others work");
        Check(decision.Kind == SlotDecisionKind.TryAgain, $"slot {slot}: {decision.Kind} after {failedInARow} failed starts in a row, others work: {othersWork}");
        Check(delay >= FirstDelay && IsLonger(delay, lastStartDelay), $"slot {slot} is filled {delay} ns after {failedInARow} failed starts, the last time after {lastStartDelay}");
        lastStartDelay = delay;
    }

    private void OnDeath(int slot, Slot its, in SlotDecision decision, long delay)
    {
        Check(decision.Kind == (its.WasRelieved ? SlotDecisionKind.Relieve : SlotDecisionKind.Replace), $"slot {slot}: {decision.Kind} after a death");
        coverage.Count("Start", its.WasRelieved ? "replaced after relief" : its.IsAtFault ? "replaced after a fruitless life" : "replaced after a fruitful life");
        if (!its.IsAtFault)
        {
            Check(delay == 0, $"slot {slot} is filled after {delay} ns, though the last one did what it could");
            its.Fruitless = 0;
            its.LastDelay = 0;
            return;
        }

        Check(++its.Fruitless == 1 ? delay == 0 : delay >= FirstDelay && IsLonger(delay, its.LastDelay), $"slot {slot} is filled {delay} ns after {its.Fruitless} fruitless lives, the last time after {its.LastDelay}");
        if (delay > 0)
            coverage.Count("Start", "replaced after a delay");
        its.LastDelay = delay;
    }

    private static bool IsLonger(long delay, long last) => delay <= LongestDelay && (delay > last || delay == LongestDelay);

    private sealed class Slot
    {
        /// <summary>When it is to be filled; null where it is not vacant.</summary>
        public long? DueAt { get; set; }

        /// <summary>Whether its worker lives.</summary>
        public bool IsProcess { get; set; }

        /// <summary>Whether that lives, or something that it started.</summary>
        public bool IsThere { get; set; }

        public long? AcceptedAt { get; set; }

        public bool WasRelieved { get; set; }

        public bool IsAtFault { get; set; }

        public int Fruitless { get; set; }

        public long LastDelay { get; set; }
    }
}
