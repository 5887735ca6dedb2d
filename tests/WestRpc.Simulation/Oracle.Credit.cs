using WestRpc.Dispatch;
using static WestRpc.Simulation.Checks;

namespace WestRpc.Simulation;

/// <summary>How much a worker may hold.</summary>
internal sealed partial class Oracle
{
    private const int MostCalls = 2_048;
    private const long MostBytes = 4 << 20;
    private const int Many = 16;
    private const long MostTime = 2 * Duration.Millisecond;
    private const long MostTimeOfOne = 20 * Duration.Millisecond;
    private const long Brief = Duration.Millisecond / 5;

    /// <summary>Over its credit a worker is by one call at most, the last that it was given.</summary>
    private void CheckCredit(ItemModel item, SessionModel session)
    {
        Check(session.Leases.Count < MostCalls, $"{item} goes to {session}, which holds {session.Leases.Count} calls");
        Requirement requirement = item.Item.Lane!.Requirement;
        int shareBefore = (requirement.Queued + 1) / (2 * Math.Max(1, requirement.Capable));
        Check(session.Leases.Count <= shareBefore || IsBrief(session), $"{item} goes to {session}, which has its share");
        long bytes = session.HeldBytes;
        Check(session.Leases.Count == 0 || bytes < MostBytes, $"{item} goes to {session}, which holds {bytes} bytes");
        if (session.Leases.Count > 0 && bytes + item.Item.Body.Length >= MostBytes)
            simulation.Coverage.Count("Other", "byte credit used up");
    }

    private bool HasRoom(SessionModel session)
    {
        if (!session.MayTake(MaxTasks(session)))
            return false;
        if (session.Leases.Count == 0)
            return true;
        if (session.FilledTo > 0)
        {
            simulation.Coverage.Count("Other", "filled, not yet emptied");
            return false;
        }

        return HasCredit(session);
    }

    /// <summary>One that holds many calls is filled, left alone until the half of few, or a quarter of many, is done, and filled again.</summary>
    private void NoteFilled(SessionModel session, ItemModel item)
    {
        if (session.Leases.Count >= Many && !(HasCredit(session) && MayPrefetch(session, item)))
            session.FilledTo = session.Leases.Count;
    }

    private static void NoteEmptied(SessionModel session)
    {
        if (session.Leases.Count < Many || session.Leases.Count <= session.FilledTo - Math.Max(session.FilledTo / 4, Math.Min(session.FilledTo / 2, 128)))
            session.FilledTo = 0;
    }

    /// <summary>Towards the end of the queue the share of each gets smaller, but for what takes less than a message's way.</summary>
    private static bool MayPrefetch(SessionModel session, ItemModel item) =>
        session.Leases.Count <= item.Item.Lane!.Requirement.Share || IsBrief(session);

    private static bool IsBrief(SessionModel session) => HeldTime(session) < Brief;

    private static long HeldTime(SessionModel session) => session.Leases.Sum(static l => (long)l.Item.Item.Estimate);

    private bool HasCredit(SessionModel session)
    {
        List<LeaseModel> leases = session.Leases;
        long time = HeldTime(session);
        if (leases.Exists(static l => l.Item.RunsAlone) || leases.Count >= MostCalls || (time >= MostTime && (leases.Count > 1 || time >= MostTimeOfOne)))
            return false;
        if (session.HeldBytes < MostBytes)
            return true;
        simulation.Coverage.Count("Other", "byte credit makes wait");
        return false;
    }

    /// <summary>A lease that some worker has, or a number that none has.</summary>
    public ulong AnyLease(int choice) => open.Count == 0 ? (ulong)choice : open.Keys.ElementAt(choice % open.Count);
}
