using WestRpc;
using WestRpc.Benchmarks;
using WestRpc.Benchmarks.Reporting;

if (await WorkApplication.ServeIfWorkerAsync() is { } code)
    return code;
if (await MpiRanks.RunIfAskedAsync(args) is { } rankCode)
    return rankCode;
if (RawEcho.ServeIfEcho() || BareNetMQ.ServeIfEcho())
    return 0;
if (ManyNodes.ServeIfAsked())
    return 0;
if (await WorkApplication.ServeIfNodeAsync([], static managers => managers.AddZeroMQ()) is { } nodeCode)
    return nodeCode;
if (args is [ReportCommand.Name, .. var options])
    return await ReportCommand.RunAsync(options);
Benchmark[] all = [new SerialBenchmark(), new ThreadsBenchmark(), new RoundTripBenchmark(), new PipelineBenchmark(), new ScaleBenchmark(), new IdleBenchmark(), .. ProgramsBenchmark.All, .. GeneratorBenchmark.All,
    new ZeroMQRoundTripBenchmark(), new ZeroMQPipelineBenchmark(), new ZeroMQLargeBenchmark(ZeroMQSecurity.On), new ZeroMQLargeBenchmark(ZeroMQSecurity.None),
    new ZeroMQNodesBenchmark(), new ZeroMQIdleBenchmark(), .. ZeroMQReferenceBenchmark.IfThere(),
    .. MpiRun.Libraries.SelectMany(static l => (Benchmark[])[
        new MpiPingPongBenchmark(l.Library, l.Name, 64, rounds: 100_000), new MpiPingPongBenchmark(l.Library, l.Name, 1 << 20, rounds: 300),
        new MpiRoundTripBenchmark(l.Library, l.Name, ranks: 2), new MpiRoundTripBenchmark(l.Library, l.Name, ranks: 3),
        new MpiPipelineBenchmark(l.Library, l.Name), new MpiReferenceBenchmark(l.Library, l.Name),
        new MpiEfficiencyBenchmark(l.Library, l.Name), new MpiIdleBenchmark(l.Library, l.Name), new MpiAnswerBenchmark(l.Library, l.Name)])];
Benchmark[] chosen = args.Length == 0 ? all : [.. all.Where(b => args.Contains(b.Name))];
if (chosen.Length == 0 || args.Except(chosen.Select(static b => b.Name)).Any())
{
    Console.Error.WriteLine($"Name any of {string.Join(", ", all.Select(static b => b.Name).Distinct())}, or none for all.");
    return 2;
}

Console.WriteLine($"{Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}; medians of {RatioBenchmark.Passes} interleaved passes");
foreach (Benchmark benchmark in chosen)
    await benchmark.RunAsync();
return 0;
