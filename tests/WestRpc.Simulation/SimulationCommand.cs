using System.Globalization;
using WestRpc.Simulation.Efficiency;
using WestRpc.Simulation.Replay;

namespace WestRpc.Simulation;

/// <summary>The command line.</summary>
internal static class SimulationCommand
{
    private const string Usage =
        "--seeds N (5000), --from S (0): run so many schedules, from that seed on; --minutes M: for so long instead;\n" +
        "--seed S: replay one and print its event log; --full: without shrinking it\n" +
        "replay-log FILE: put what a real run was told (WM_DISPATCH_LOG) into this core, and compare what comes out of it\n" +
        "efficiency RESULTS --out FILE: what share of many workers computes, by the length of the tasks (tests/bench.sh)";

    public static int Run(string[] arguments)
    {
        if (arguments is ["replay-log", var file])
            return ReplayCommand.Run(file);
        if (arguments is ["efficiency", var measured, "--out", var output])
            return EfficiencyCommand.Run(measured, output);
        int seeds = 5_000;
        int from = 0;
        int? one = null;
        double? minutes = null;
        bool full = false;
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--full")
            {
                full = true;
                continue;
            }

            string? value = i + 1 < arguments.Length ? arguments[i + 1] : null;
            if (!double.TryParse(value, CultureInfo.InvariantCulture, out double number))
                return Refuse();
            switch (arguments[i++])
            {
                case "--seeds":
                    seeds = (int)number;
                    break;
                case "--from":
                    from = (int)number;
                    break;
                case "--seed":
                    one = (int)number;
                    break;
                case "--minutes":
                    minutes = number;
                    break;
                default:
                    return Refuse();
            }
        }

        return one is { } seed ? Replay(seed, full) : RunMany(from, minutes is null ? seeds : int.MaxValue - from, minutes);
    }

    private static int Replay(int seed, bool full)
    {
        Scenario scenario = ScenarioFactory.Create(seed);
        SimulationResult result = Simulation.Run(scenario, new Coverage(), keepsText: true);
        if (result.Failure is { } failure && !full)
        {
            Console.WriteLine(FailureReport.Of(seed, failure));
            return 1;
        }

        Console.WriteLine(scenario);
        foreach (string line in result.Log)
            Console.WriteLine(line);
        Console.WriteLine($"{result.Events} events, hash {result.Hash:x16}");
        return result.Failure is null ? 0 : 1;
    }

    private static int RunMany(int from, int count, double? minutes)
    {
        var campaign = new Campaign();
        long started = System.Diagnostics.Stopwatch.GetTimestamp();
        campaign.Run(from, count, Environment.ProcessorCount, minutes is { } m ? TimeSpan.FromMinutes(m) : null);
        campaign.Coverage.Write(Console.Out);
        foreach (string missing in campaign.Coverage.Missing())
            Console.WriteLine($"never: {missing}");
        Console.WriteLine(
            $"{campaign.Schedules:N0} schedules from seed {from}, {campaign.EventsPerSchedule:N0} events each, " +
            $"{System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds:N1} s, hash {campaign.Hash:x16}, {campaign.Failures.Count} failures");
        foreach ((int seed, string failure) in campaign.Failures)
            Console.WriteLine($"seed {seed}: {failure.Split('\n')[0]}");
        if (campaign.Failures is [(int first, string why), ..])
            Console.WriteLine(FailureReport.Of(first, why));
        return campaign.Failures.Count == 0 ? 0 : 1;
    }

    private static int Refuse()
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }
}
