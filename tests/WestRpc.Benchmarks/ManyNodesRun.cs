using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;

namespace WestRpc.Benchmarks;

/// <summary>A server in this process without workers of its own, and the nodes of another (<see cref="ManyNodes"/>).</summary>
internal sealed class ManyNodesRun(IWorkManager work, Process nodes, DirectoryInfo folder, TimeSpan joined, double kilobytes) : IAsyncDisposable
{
    public IWorkManager Work => work;

    /// <summary>How long it took from the start of their process until all had joined.</summary>
    public TimeSpan Joined => joined;

    /// <summary>Managed memory of the server for each.</summary>
    public double Kilobytes => kilobytes;

    public static async Task<ManyNodesRun> StartAsync(int count)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("westrpc-benchmark-");
        string file = Path.Combine(folder.FullName, "info.json");
        IWorkManager work = await WorkManager.StartAsync(
            "zmq",
            new WorkManagerOptions { WorkerCount = 0, LoggerFactory = NullLoggerFactory.Instance },
            managers => managers.AddZeroMQ(new ZeroMQOptions { ServerInfo = file, Bind = "127.0.0.1" }));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        start.Environment[ManyNodes.Variable] = $"{count}:{file}";
        long started = Stopwatch.GetTimestamp();
        Process nodes = Process.Start(start)!;
        await nodes.StandardOutput.ReadLineAsync();
        while (work.WorkerCount < count)
            await Task.Delay(1);
        TimeSpan joined = Stopwatch.GetElapsedTime(started);
        double kilobytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0 / count;
        return new ManyNodesRun(work, nodes, folder, joined, kilobytes);
    }

    public async ValueTask DisposeAsync()
    {
        Task stopped = work.DisposeAsync().AsTask();
        await nodes.WaitForExitAsync();
        await stopped;
        nodes.Dispose();
        folder.Delete(recursive: true);
    }
}
