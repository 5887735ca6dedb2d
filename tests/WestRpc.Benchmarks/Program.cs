using WestRpc;
using WestRpc.Benchmarks;

if (await WorkApplication.ServeIfWorkerAsync() is { } code)
    return code;
if (RawEcho.ServeIfEcho() || BareNetMQ.ServeIfEcho())
    return 0;
if (ManyNodes.ServeIfAsked())
    return 0;
if (await WorkApplication.ServeIfNodeAsync([], static managers => managers.AddZeroMQ()) is { } nodeCode)
    return nodeCode;
Benchmark[] all = [new SerialBenchmark(), new ThreadsBenchmark(), new RoundTripBenchmark(), new PipelineBenchmark(), new ScaleBenchmark(), new IdleBenchmark(),
    new ZeroMQRoundTripBenchmark(), new ZeroMQPipelineBenchmark(), new ZeroMQLargeBenchmark(ZeroMQSecurity.On), new ZeroMQLargeBenchmark(ZeroMQSecurity.None),
    new ZeroMQNodesBenchmark(), new ZeroMQIdleBenchmark(), .. ZeroMQReferenceBenchmark.IfThere()];
Benchmark[] chosen = args.Length == 0 ? all : [.. all.Where(b => args.Contains(b.Name))];
if (chosen.Length == 0 || chosen.Length < args.Length)
{
    Console.Error.WriteLine($"Name any of {string.Join(", ", all.Select(static b => b.Name))}, or none for all.");
    return 2;
}

Console.WriteLine($"{Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}; medians of {RatioBenchmark.Passes} interleaved passes");
foreach (Benchmark benchmark in chosen)
    await benchmark.RunAsync();
return 0;
