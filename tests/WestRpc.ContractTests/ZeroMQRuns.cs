using System.Globalization;

namespace WestRpc.ContractTests;

/// <summary>
/// Servers in this process and clients of theirs, each a process of this program; at the end the clients must have ended by
/// themselves.
/// </summary>
internal sealed class ZeroMQRuns : IAsyncDisposable
{
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    private readonly string folder = Directory.CreateTempSubdirectory("westrpc-test-").FullName;
    private readonly List<RunningProgram> clients = [];
    private int count;

    /// <summary>Starts a server with so many workers of its own, and a client with the rest.</summary>
    public async Task<IWorkManager> StartAsync(WorkManagerOptions options, int local)
    {
        string file = Path.Combine(folder, $"{++count}.json");
        IWorkManager work = await WorkManager.StartAsync(
            "zmq", options with { WorkerCount = local }, managers => managers.AddZeroMQ(new ZeroMQOptions { ServerInfo = file, Bind = "127.0.0.1" }));
        StartClient(file, options, options.WorkerCount - local);
        while (work.WorkerCount < options.WorkerCount)
            await Task.Delay(Look, TestContext.Current.CancellationToken);
        return work;
    }

    public RunningProgram LastClient => clients[^1];

    /// <summary>With what clients are to have ended.</summary>
    public int ExitCode { get; set; }

    public async ValueTask DisposeAsync()
    {
        foreach (RunningProgram client in clients)
        {
            await using (client)
            {
                Assert.Equal(ExitCode, await client.ExitAsync().WaitAsync(EndTime));
            }
        }

        Assert.Empty(Directory.EnumerateFiles(folder));
        Directory.Delete(folder);
    }

    private void StartClient(string file, WorkManagerOptions options, int workers)
    {
        var environment = new Dictionary<string, string>
        {
            ["WM_WORK_MANAGER"] = "zmq",
            ["WM_ZMQ_MODE"] = "client",
            ["WM_ZMQ_SERVER_INFO"] = file,
            ["WM_N_WORKERS"] = Text(workers),
            ["WM_MAX_MESSAGE_BYTES"] = Text(options.MaxMessageBytes),
        };
        if (options.Resources is { } resources)
            environment["WM_RESOURCES"] = string.Join(',', resources.Select(static r => $"{r.Key}={r.Value}"));
        clients.Add(RunningProgram.Start(Environment.ProcessPath!, environment));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
