using System.Globalization;
using Microsoft.Extensions.Logging;
using WestRpc.Mpi.Interop;
using WestRpc.Mpi.Ranks;
using WestRpc.Transports.Processes;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Mpi.Workers;

/// <summary>A rank that is not the master: works for whichever work manager takes it, until the master says that the run is over.</summary>
internal sealed class RankWorker(MpiProcess process, WorkManagerOptions options, ILogger logger) : IRankReceiver
{
    private const int LostCode = 1;

    // To the very end: what it guards dies with its input.
    private static GroupGuard? guard;

    private readonly WorkerIdentity identity = new(process.Place.WorkerIndex, Environment.MachineName, Environment.ProcessId);
    private readonly RankSender master = process.Thread.To(0);
    private RankSession? session;
    private long silence;
    private long heard;
    private long now;

    /// <summary>Serves until the end; the result is the exit code.</summary>
    public async Task<int> ServeAsync()
    {
        GuardGroup();
        process.Thread.ReceiveWith(this);
        if (!await process.Thread.Ended)
            Libc.ExitNow(0);
        return 0;
    }

    public void Received(int rank, in Frame frame)
    {
        heard = now;
        switch (frame.Kind)
        {
            case RankFrame.Alive:
                master.Send(new Frame(RankFrame.Here));
                break;
            case RankFrame.Open:
                Open(TextMap.Read(frame.Body));
                break;
            case RankFrame.End:
                silence = 0;
                session?.Stop();
                master.Send(new Frame(RankFrame.Ready));
                break;
            case RankFrame.Finalize:
                process.Thread.End(withFinalize: true);
                break;
            case RankFrame.Leave:
                process.Thread.End(withFinalize: false);
                break;
            default:
                session?.Receive(frame);
                break;
        }
    }

    public void Broken(int rank, string reason)
    {
        Console.Error.WriteLine($"westrpc: rank {process.Place.Rank} ends: {reason}");
        Libc.ExitNow(LostCode);
    }

    public void Failed(Exception reason) => Broken(0, reason.Message);

    public Outlook OutlookAt(long time) => session?.OutlookAt(time) ?? Outlook.Call;

    public void BatchEnded() => session?.BatchEnded();

    public void Tick(long time)
    {
        now = time;
        session?.Tick(now);
        if (silence > 0 && now - heard > silence)
            Broken(0, string.Create(CultureInfo.InvariantCulture, $"the master was silent for {silence / 1e3} s (WM_HEARTBEAT_TIMEOUT)"));
    }

    /// <summary>
    /// A launcher waits for all that holds a rank's output. So what tasks have left behind ends with their rank, however that
    /// ends. Slurm does the same, and puts all ranks of a machine into one group: with that each would end with the first.
    /// </summary>
    private void GuardGroup()
    {
        if (process.Launcher is { IsSlurm: true } || !ProcessGroup.Lives(Environment.ProcessId))
            return;
        guard = new GroupGuard(logger);
        guard.Start();
        guard.Add(Environment.ProcessId);
    }

    private void Open(Dictionary<string, string> texts)
    {
        var terms = RunTerms.Read(texts);
        string differences = RunTerms.Of(options).DifferencesFrom(terms);
        WorkerResources resources = WorkerResources.Of(
            options with
            {
                WorkerCount = process.Place.WorkersHere,
                Resources = options.Resources ?? AboutRank.ReadResources(texts.GetValueOrDefault(AboutRank.Resources, "")),
            },
            identity.Index);
        silence = terms.Heartbeat > 0 ? terms.Silence : 0;
        process.Thread.Limit(0, terms.MaxMessageBytes);
        var offer = resources.Numbers.ToDictionary(static r => r.Key, static r => r.Value.Count, StringComparer.Ordinal);
        master.Append(new Frame(RankFrame.Opened, new AboutRank(identity, offer, differences).Write()));
        session = new RankSession(identity, resources, terms, master);
        session.Start();
    }
}
