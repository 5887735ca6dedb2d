using System.Net;
using System.Text;
using System.Text.Json;
using WestRpc.ZeroMQ.Security;

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

    private string File => Path.Combine(folder, "server.json");

    public RunningProgram StartServer(int tasks) => Start([], "hold", Go, $"{tasks}", "--n-workers", "0");

    /// <summary>A server that does what the test program does for a fault, behind a command that becomes it.</summary>
    public RunningProgram StartFault(string[] command, params string[] mode) =>
        StartBehind(command, [], ["fault", .. mode, "--n-workers", "0"]);

    public RunningProgram StartNode(string mode = "hold", int workers = 1, bool reconnects = false) => Start(
        new Dictionary<string, string> { ["WM_ZMQ_MODE"] = "client", ["WM_ZMQ_RECONNECT"] = reconnects ? "1" : "0" },
        mode, "--n-workers", $"{workers}");

    /// <summary>The tasks may end.</summary>
    public void Release() => System.IO.File.WriteAllText(Go, "");

    /// <summary>Where the server that runs hands out tasks.</summary>
    public IPEndPoint TasksEndpoint()
    {
        using JsonDocument info = JsonDocument.Parse(System.IO.File.ReadAllBytes(File));
        return IPEndPoint.Parse(info.RootElement.GetProperty("tasks")[0].GetString()!["tcp://".Length..]);
    }

    /// <summary>Nodes know a server by one endpoint for all, and a secret.</summary>
    public void UseEndpoints(string endpoint, RunSecret secret)
    {
        byte[] text = new byte[RunSecret.TextLength];
        secret.WriteText(text);
        string file = Path.Combine(folder, "secret");
        System.IO.File.WriteAllText(file, Encoding.ASCII.GetString(text));
        System.IO.File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        foreach (string channel in (string[])["TASK", "RESULT", "ANNOUNCE"])
            Environment[$"WM_ZMQ_{channel}_ENDPOINT"] = endpoint;
        Environment["WM_ZMQ_SERVER_INFO"] = "";
        Environment["WM_ZMQ_SECRET_FILE"] = file;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RunningProgram program in programs)
            await program.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private RunningProgram Start(Dictionary<string, string> environment, params string[] arguments) => StartBehind([], environment, arguments);

    private RunningProgram StartBehind(string[] command, Dictionary<string, string> environment, string[] arguments)
    {
        var all = new Dictionary<string, string>(environment)
        {
            ["WM_WORK_MANAGER"] = "zmq",
            ["WM_ZMQ_SERVER_INFO"] = File,
            ["WM_ZMQ_MASTER_HEARTBEAT"] = "0.5",
            ["WM_ZMQ_WORKER_HEARTBEAT"] = "0.5",
            ["WM_ZMQ_TIMEOUT_FACTOR"] = "6",
            ["WM_MAX_ATTEMPTS"] = "5",
        };
        foreach ((string name, string value) in Environment)
            all[name] = value;
        string[] line = [.. command, Repository.TestProgram, .. arguments];
        var program = RunningProgram.Start(line[0], all, line[1..]);
        programs.Add(program);
        return program;
    }
}
