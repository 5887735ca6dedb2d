using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using WestRpc.Benchmarks.Figures;
using WestRpc.Microbenchmarks;

if (args is not ["--out", var output])
{
    Console.Error.WriteLine("--out FILE: what a call costs in one process, as figures for the report of the benchmarks");
    return 2;
}

DirectoryInfo artifacts = Directory.CreateTempSubdirectory("westrpc-microbenchmarks-");
var results = new Results();
try
{
    // In this process and for a short time: a build for each benchmark would take minutes, and what is compared are ratios.
    Job job = Job.Default.WithToolchain(InProcessEmitToolchain.DontLogOutput).WithWarmupCount(20).WithIterationCount(9).WithIterationTime(TimeInterval.FromMilliseconds(100));
    ManualConfig config = ManualConfig.CreateEmpty().AddJob(job).AddDiagnoser(MemoryDiagnoser.Default).AddLogger(NullLogger.Instance)
        .AddColumnProvider(DefaultColumnProviders.Instance).WithArtifactsPath(artifacts.FullName).WithOptions(ConfigOptions.DisableLogFile);
    foreach (BenchmarkReport report in new[] { typeof(InlineCalls), typeof(QueuedCalls) }.SelectMany(type => BenchmarkRunner.Run(type, config).Reports))
    {
        string subject = report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\'');
        double[] times = [.. report.GetResultRuns().Select(static run => run.GetAverageTime().Nanoseconds)];
        if (times.Length == 0)
        {
            results.Missing.Add(new Missing(subject, "its benchmark in one process failed"));
            continue;
        }

        results.Figures.Add(new Figure(Quantities.CallTime, subject, "ns", times));
        results.Figures.Add(new Figure(Quantities.CallBytes, subject, "bytes", [report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0]));
    }
}
finally
{
    artifacts.Delete(recursive: true);
}

results.Machine["BenchmarkDotNet"] = typeof(BenchmarkRunner).Assembly.GetName().Version!.ToString(3);
results.Write(output);
return 0;
