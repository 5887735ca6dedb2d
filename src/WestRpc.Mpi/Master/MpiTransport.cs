using System.Globalization;
using Microsoft.Extensions.Logging;
using WestRpc.Configuration;
using WestRpc.Diagnostics;
using WestRpc.Mpi.Ranks;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Mpi.Master;

/// <summary>The ranks that one work manager has taken. None can be replaced: one that comes back after a long call works on.</summary>
internal sealed class MpiTransport : IWorkerTransport
{
    private readonly MpiProcess process;
    private readonly WorkManagerOptions options;
    private readonly ILogger logger;
    private readonly RankSlot[] taken;
    private readonly HashSet<RankSlot> usable;
    private readonly HashSet<RankSlot> busy;
    private readonly TaskCompletionSource allClosed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ReadOnlyMemory<byte> terms;
    private ITransportListener? listener;
    private volatile bool stopping;
    private bool saidDifferences;
    private int refused;
    private int workerCount;

    public MpiTransport(MpiProcess process, IReadOnlyCollection<int>? ranks, WorkManagerOptions options, ILogger logger)
    {
        this.process = process;
        this.options = options;
        this.logger = logger;
        taken = process.Ranks.Take(ranks);
        usable = [.. taken];
        busy = [.. taken];
        workerCount = taken.Length;
        Dictionary<string, string> texts = RunTerms.Of(options).Write();
        texts[AboutRank.Resources] = ResourceText.Write(options.Resources);
        terms = TextMap.Write(texts);
    }

    public int WorkerCount => workerCount;

    /// <summary>How many milliseconds a rank may take to greet.</summary>
    public long StartLimit => (long)options.StartTimeout.TotalMilliseconds;

    public void Start(ITransportListener to)
    {
        listener = to;
        process.Thread.Post(() =>
        {
            process.Ranks.BeatAt((long)options.HeartbeatInterval.TotalMilliseconds);
            foreach (RankSlot slot in taken)
                slot.Open(this, terms, options.MaxMessageBytes);
        });
    }

    public void BeginStop()
    {
        stopping = true;
        process.Ranks.LookWhoLives(taken, logger);
    }

    public void Kill()
    {
        BeginStop();
        process.Ranks.Leave();
    }

    public async ValueTask DisposeAsync()
    {
        BeginStop();
        process.Thread.Post(CheckAllClosed);
        if (await Task.WhenAny(allClosed.Task, Task.Delay(options.ShutdownTimeout)) != allClosed.Task)
            process.Thread.Post(GiveUpBusy);
        await process.Ranks.ReleaseAsync(taken);
    }

    /// <summary>A rank has opened: from here on what it says is its worker's.</summary>
    public RankChannel Join(RankSlot slot, RankSender sender, Dictionary<string, string> about)
    {
        AboutRank rank = AboutRank.Read(about);
        if (rank.Differences.Length > 0 && !saidDifferences)
        {
            saidDifferences = true;
            Log.OptionsDiffer(logger, slot.Rank, rank.Worker.Host, rank.Differences);
        }

        var channel = new RankChannel(slot, sender, process.Thread, rank.Worker, new ResourceSet(rank.Offer));
        channel.Receiver = listener!.Joined(channel);
        return channel;
    }

    /// <summary>A rank has done all that this work manager had for it; opened again where that goes on.</summary>
    public void Left(RankSlot slot, RankChannel? channel, string refusal)
    {
        channel?.Receiver!.Closed(new WorkerEnd("it was told to stop"));
        if (refusal.Length > 0)
        {
            refused++;
            Remove(slot);
            FailIfNoneLeft(refusal);
        }
        else if (!stopping)
        {
            if (usable.Add(slot))
                Interlocked.Increment(ref workerCount);
            busy.Add(slot);
            slot.Open(this, terms, options.MaxMessageBytes);
            return;
        }

        busy.Remove(slot);
        CheckAllClosed();
    }

    /// <summary>A rank is given up.</summary>
    public void Lost(RankSlot slot, RankChannel? channel, string reason)
    {
        if (!stopping)
            Log.RankLost(logger, slot.Rank, channel?.Worker.ToString() ?? "a worker that never greeted", reason);
        channel?.Receiver!.Closed(new WorkerEnd(reason));
        Remove(slot);
        busy.Remove(slot);
        FailIfNoneLeft(reason);
        CheckAllClosed();
    }

    private void Remove(RankSlot slot)
    {
        if (usable.Remove(slot))
            Interlocked.Decrement(ref workerCount);
    }

    private void FailIfNoneLeft(string reason)
    {
        if (usable.Count > 0 || stopping)
            return;
        listener!.Failed(refused == taken.Length
            ? new WorkConfigurationException($"No rank can work, since all were refused; the last: {reason}.")
            : new WorkerStartException($"No rank is left to work; the last: {reason}. A rank can't be replaced: start the program again."));
    }

    private void GiveUpBusy()
    {
        foreach (RankSlot slot in busy.ToArray())
            slot.Lose($"it did not stop within {options.ShutdownTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s");
    }

    private void CheckAllClosed()
    {
        if (stopping && busy.Count == 0)
            allClosed.TrySetResult();
    }
}
