using System.Diagnostics;
using WestRpc.Benchmarks.Figures;

namespace WestRpc.Benchmarks.Reporting;

/// <summary><c>report</c>: ours, the bare channels and the peers, measured in turn, into a file for <c>WestRpc.Benchmarks.Report</c>.</summary>
internal static class ReportCommand
{
    public const string Name = "report";

    private const string Usage =
        "report --out FILE [--quick] [--westpa CHECKOUT] [--start-program FILE] [--native-start-program FILE]";

    private static readonly string[] Options = ["--out", "--westpa", "--start-program", "--native-start-program"];

    public static async Task<int> RunAsync(string[] args)
    {
        var values = new Dictionary<string, string>();
        bool quick = false;
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] == "--quick")
                quick = true;
            else if (Options.Contains(args[i]) && i + 1 < args.Length)
                values[args[i]] = args[++i];
            else
                return Refuse();
        }

        if (values.GetValueOrDefault("--out") is not { } output)
            return Refuse();
        await using var session = new Session(quick ? Plan.Quick : Plan.Whole);
        Dictionary<string, string> machine = MachineDescription.Create();
        await StartAllAsync(session, machine, values.GetValueOrDefault("--westpa"));
        await SayAsync("small tasks", () => SmallTasks.MeasureAsync(session));
        if (session.Plan.Placement == Placements.All)
        {
            await SayAsync("what waits", () => Waiting.MeasureAsync(session));
            await SayAsync("starts", () => StartUp.MeasureAsync(session, values.GetValueOrDefault("--start-program"), values.GetValueOrDefault("--native-start-program")));
            await SayAsync("tasks that compute", () => ComputingTasks.MeasureAsync(session));
        }

        await SayAsync("large messages", () => LargeMessages.MeasureAsync(session));

        new Results { Machine = machine, Figures = [.. session.Figures], Missing = session.Missing }.Write(output);
        return 0;
    }

    private static async Task StartAllAsync(Session session, Dictionary<string, string> machine, string? westpa)
    {
        Subject[] ours =
        [
            new ManagerSubject(Subjects.Serial, "serial"), new ManagerSubject(Subjects.Threads, "threads"), new ManagerSubject(Subjects.Processes, "processes"),
            new ManagerSubject(Subjects.ZeroMQ, "zmq"), new MpiSubject(Subjects.Mpi), new RawSubject(), new HandwrittenSubject(),
        ];
        foreach (Subject subject in ours)
            await session.StartAsync(subject);
        foreach ((PeerSubject peer, string package) in Peers.Of(westpa, session.Plan.AllPeers))
        {
            if (await peer.VersionAsync() is not { } version)
            {
                session.Missing.Add(new Missing(peer.Name, $"{package} is missing"));
                continue;
            }

            if (version != "0")
                machine[peer.Name] = version;
            await session.StartAsync(peer);
        }

        await session.EachAsync(WorkQuestions.RateMany, async subject =>
        {
            if (subject is PeerSubject)
                session.Add(Quantities.Start, subject, "ms", (await subject.AskAsync("start"))[0] * 1e3);
        });
        if (westpa is null && session.Plan.AllPeers)
            session.Missing.Add(new Missing("WESTPA's work managers", "no checkout of github.com/westpa/westpa was given (`--westpa`, `WESTPA_CHECKOUT`)"));
    }

    private static async Task SayAsync(string what, Func<Task> measure)
    {
        long started = Stopwatch.GetTimestamp();
        await measure();
        Console.WriteLine($"{what}: {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s");
    }

    private static int Refuse()
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }
}
