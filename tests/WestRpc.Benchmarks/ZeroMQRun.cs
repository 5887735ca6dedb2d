using System.Diagnostics;

namespace WestRpc.Benchmarks;

/// <summary>A server in this process without workers of its own, and one client on this machine, which is this program again.</summary>
internal sealed class ZeroMQRun : IAsyncDisposable
{
    private readonly DirectoryInfo folder;
    private readonly Process client;

    private ZeroMQRun(IWorkManager work, int workers, ZeroMQSecurity security, DirectoryInfo folder)
    {
        Work = work;
        this.folder = folder;
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardError = true };
        start.Environment["WM_WORK_MANAGER"] = "zmq";
        start.Environment["WM_ZMQ_MODE"] = "client";
        start.Environment["WM_ZMQ_SERVER_INFO"] = InfoFile(folder);
        start.Environment["WM_ZMQ_SECURITY"] = security == ZeroMQSecurity.None ? "none" : "on";
        start.Environment["WM_N_WORKERS"] = $"{workers}";
        client = Process.Start(start)!;
        client.BeginErrorReadLine();
    }

    public IWorkManager Work { get; }

    public int NodeId => client.Id;

    public static async Task<ZeroMQRun> StartAsync(int workers, ZeroMQSecurity security = ZeroMQSecurity.On)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("westrpc-benchmark-");
        IWorkManager work = await WorkManager.StartAsync(
            "zmq",
            new WorkManagerOptions { WorkerCount = 0 },
            managers => managers.AddZeroMQ(new ZeroMQOptions { ServerInfo = InfoFile(folder), Security = security, Bind = "127.0.0.1" }));
        return new ZeroMQRun(work, workers, security, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await Work.DisposeAsync();
        await client.WaitForExitAsync();
        client.Dispose();
        folder.Delete(recursive: true);
    }

    private static string InfoFile(DirectoryInfo folder) => Path.Combine(folder.FullName, "info.json");
}
