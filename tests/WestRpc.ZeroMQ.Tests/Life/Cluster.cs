namespace WestRpc.ZeroMQ.Tests.Life;

/// <summary>A server without workers and its clients, as programs, with short heartbeats.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("westrpc-life-").FullName;
    private readonly List<RunningProgram> programs = [];

    /// <summary>Its tasks run until this is there.</summary>
    public string Go => Path.Combine(folder, "go");

    /// <summary>What both are told beside the usual.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public RunningProgram StartServer(int tasks) => Start([], "hold", Go, $"{tasks}", "--n-workers", "0");

    public RunningProgram StartNode(string mode = "hold", int workers = 1, bool reconnects = false) => Start(
        new Dictionary<string, string> { ["WM_ZMQ_MODE"] = "client", ["WM_ZMQ_RECONNECT"] = reconnects ? "1" : "0" },
        mode, "--n-workers", $"{workers}");

    /// <summary>The tasks may end.</summary>
    public void Release() => File.WriteAllText(Go, "");

    public async ValueTask DisposeAsync()
    {
        foreach (RunningProgram program in programs)
            await program.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private RunningProgram Start(Dictionary<string, string> environment, params string[] arguments)
    {
        var all = new Dictionary<string, string>(environment)
        {
            ["WM_WORK_MANAGER"] = "zmq",
            ["WM_ZMQ_SERVER_INFO"] = Path.Combine(folder, "server.json"),
            ["WM_ZMQ_MASTER_HEARTBEAT"] = "0.5",
            ["WM_ZMQ_WORKER_HEARTBEAT"] = "0.5",
            ["WM_ZMQ_TIMEOUT_FACTOR"] = "6",
            ["WM_MAX_ATTEMPTS"] = "5",
        };
        foreach ((string name, string value) in Environment)
            all[name] = value;
        var program = RunningProgram.Start(Repository.TestProgram, all, arguments);
        programs.Add(program);
        return program;
    }
}
