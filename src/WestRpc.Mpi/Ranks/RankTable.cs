using System.Text;
using Microsoft.Extensions.Logging;
using WestRpc.Mpi.Configuration;
using WestRpc.Mpi.Interop;
using WestRpc.Mpi.Master;
using WestRpc.Wire;

namespace WestRpc.Mpi.Ranks;

/// <summary>
/// The other ranks as the master sees them: which work manager has which, and how all end together. On the thread that owns
/// MPI, but for what says otherwise.
/// </summary>
internal sealed class RankTable(MpiThread thread, int size, Launcher? launcher) : IRankReceiver
{
    // A launcher that ends the run for a dead rank's sake leaves the others a second.
    private const long AnswerTime = 500;
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EndTimeOfSome = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly RankSlot[] slots = [.. Enumerable.Range(1, size - 1).Select(rank => new RankSlot(rank, thread))];
    private readonly HashSet<RankSlot> touched = [];
    private int users;
    private long now;
    private long beat;
    private long period;
    private long? askedAt;
    private ILogger? news;
    private long? endTime;
    private TimeSpan endLimit;

    /// <summary>Takes ranks for a work manager, from any thread: these, or all for null, as far as they are free.</summary>
    public RankSlot[] Take(IReadOnlyCollection<int>? ranks)
    {
        lock (gate)
        {
            RankSlot[] taken = [.. slots.Where(s => IsFree(s) && (ranks is null || ranks.Contains(s.Rank)))];
            foreach (RankSlot slot in taken)
                slot.IsTaken = true;
            users++;
            return taken;
        }
    }

    /// <summary>Whether nobody has these ranks, and they do nothing.</summary>
    public bool AreFree(IReadOnlyCollection<int> ranks)
    {
        lock (gate)
            return ranks.All(rank => IsFree(slots[rank - 1]));
    }

    /// <summary>A work manager has stopped: it gives back what it took, and with the last one MPI ends. From any thread.</summary>
    /// <param name="taken">What it took.</param>
    public async Task ReleaseAsync(IEnumerable<RankSlot> taken)
    {
        lock (gate)
        {
            foreach (RankSlot slot in taken)
                slot.IsTaken = false;
            if (--users > 0)
                return;
        }

        thread.Post(BeginEnd);
        await EndedAsync();
    }

    /// <summary>Ends without asking anybody; from any thread.</summary>
    public void Leave()
    {
        thread.Post(LeaveAll);
        EndedAsync().Wait(TimeSpan.FromSeconds(1));
    }

    /// <summary>All ranks are told so often that the master lives; 0 for never.</summary>
    public void BeatAt(long milliseconds)
    {
        if (milliseconds > 0)
            period = period == 0 ? milliseconds : Math.Min(period, milliseconds);
    }

    public void Received(int rank, in Frame frame)
    {
        RankSlot slot = slots[rank - 1];
        slot.WasHeard = true;
        switch (frame.Kind)
        {
            case RankFrame.Opened:
                slot.Opened(TextMap.Read(frame.Body));
                break;
            case RankFrame.Closed:
                touched.Remove(slot);
                slot.Closed(Encoding.UTF8.GetString(frame.Body.Span));
                break;
            case RankFrame.Here:
                break;
            case RankFrame.Ready:
                slot.IsReady = true;
                if (endTime is not null && Array.TrueForAll(slots, static s => s.IsReady))
                    FinalizeAll();
                break;
            default:
                slot.Received(frame);
                touched.Add(slot);
                break;
        }
    }

    public void Broken(int rank, string reason) => slots[rank - 1].Ban(reason);

    public void Failed(Exception reason)
    {
        foreach (RankSlot slot in slots)
            slot.Lose(reason.Message);
    }

    public Outlook OutlookAt(long now) => Outlook.Results;

    public void BatchEnded()
    {
        foreach (RankSlot slot in touched)
            slot.BatchEnded();
        touched.Clear();
    }

    /// <summary>Looks who is there still, where a launcher may be about to end the run for one that is not; from any thread.</summary>
    public void LookWhoLives(IEnumerable<RankSlot> asked, ILogger logger) => thread.Post(() =>
    {
        if (askedAt is not null)
            return;
        askedAt = now;
        news = logger;
        foreach (RankSlot slot in asked.Where(static s => s.Works))
        {
            slot.WasHeard = false;
            slot.SayAlive();
        }
    });

    public void Tick(long time)
    {
        now = time;
        if (news is not null && now - askedAt > AnswerTime)
            SayWhoIsSilent();
        if (endTime is { } begun && now - begun > endLimit.TotalMilliseconds)
            LeaveAll();
        foreach (RankSlot slot in slots)
            slot.Tick(now);
        if (period == 0 || now - beat < period)
            return;
        beat = now;
        foreach (RankSlot slot in slots)
            slot.SayAlive();
    }

    private static bool IsFree(RankSlot slot) => slot is { IsTaken: false, IsClosed: true, IsBanned: false };

    /// <summary>A rank that is busy, or was lost, may be ready nevertheless; but then the wait is short.</summary>
    private void BeginEnd()
    {
        endTime = now;
        endLimit = Array.TrueForAll(slots, static s => s.IsClosed) ? EndTime : EndTimeOfSome;
        SendAll(RankFrame.End);
        if (slots.Length == 0)
            FinalizeAll();
    }

    private void SayWhoIsSilent()
    {
        foreach (RankSlot slot in slots.Where(static s => s is { Works: true, WasHeard: false }))
            Log.RankSilent(news!, slot.Rank, slot.Name, launcher?.HowToGoOn is { } how ? $" If that is what ended the run: {how}." : "");
        news = null;
    }

    private void FinalizeAll()
    {
        SendAll(RankFrame.Finalize);
        thread.End(withFinalize: true);
    }

    private void LeaveAll()
    {
        SendAll(RankFrame.Leave);
        thread.End(withFinalize: false);
    }

    private void SendAll(FrameKind kind)
    {
        foreach (RankSlot slot in slots)
            slot.Send(new Frame(kind));
    }

    private async Task EndedAsync()
    {
        if (!await thread.Ended)
            Libc.LeaveQuicklyAtExit();
    }
}
