using System.Diagnostics;

namespace WestRpc.Benchmarks;

/// <summary>Two hundred nodes on one master against ten: time to join, memory, and what goes through.</summary>
internal sealed class ZeroMQNodesBenchmark : Benchmark
{
    private const int Tasks = 200_000;
    private const int Passes = 5;
    private static readonly int[] Nodes = [10, 200];

    public override string Name => "zmq-nodes";

    public override async Task RunAsync()
    {
        Console.WriteLine();
        Console.WriteLine($"{Name}: nodes of one worker each that answers at once, all in one process, TCP on loopback, sealed; {Tasks:N0} small tasks");
        double kilobytes = (await RunAsync(Nodes[^1], passes: 0)).Kilobytes;
        var rates = new List<double>();
        foreach (int nodes in Nodes)
        {
            (double joined, _, double rate) = await RunAsync(nodes, Passes);
            rates.Add(rate);
            Console.WriteLine($"  {nodes,3} nodes: joined within {joined:N0} ms, {rate:N0} tasks/s (median of {Passes})");
        }

        Console.WriteLine($"  {kilobytes:N0} KB of managed memory each on the master");
        Console.WriteLine($"  ratio {rates[^1] / rates[0]:F2} × (larger is better)");
    }

    private static async Task<(double Milliseconds, double Kilobytes, double Rate)> RunAsync(int nodes, int passes)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("westrpc-benchmark-");
        string file = Path.Combine(folder.FullName, "info.json");
        await using (IWorkManager work = await WorkManager.StartAsync(
            "zmq", new WorkManagerOptions { WorkerCount = 0 }, m => m.AddZeroMQ(new ZeroMQOptions { ServerInfo = file, Bind = "127.0.0.1" })))
        {
            long before = GC.GetTotalMemory(forceFullCollection: true);
            var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
            start.Environment[ManyNodes.Variable] = $"{nodes}:{file}";
            using Process peers = Process.Start(start)!;
            long started = Stopwatch.GetTimestamp();
            await peers.StandardOutput.ReadLineAsync();
            while (work.WorkerCount < nodes)
                await Task.Delay(1);
            double joined = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            double kilobytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0 / nodes;
            var rates = new List<double>();
            for (int pass = passes == 0 ? 0 : -2; pass < passes; pass++)
            {
                started = Stopwatch.GetTimestamp();
                await Task.WhenAll(work.SubmitManyAsync(Enumerable.Range(0, Tasks).Select(static i => new BenchmarkTasks.EchoTask(i))));
                if (pass >= 0)
                    rates.Add(Tasks / Stopwatch.GetElapsedTime(started).TotalSeconds);
            }

            Task stopped = work.DisposeAsync().AsTask();
            await peers.WaitForExitAsync();
            await stopped;
            folder.Delete(recursive: true);
            return (joined, kilobytes, rates.Order().ElementAtOrDefault(passes / 2));
        }
    }
}
