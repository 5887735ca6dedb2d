using System.Globalization;

namespace WestRpc.Faults.Tests;

/// <summary>One cell at work: the programs that it starts, which are ended with all that is theirs, and a folder of its own.</summary>
internal sealed class FaultRun(string manager) : IAsyncDisposable
{
    private readonly List<RunningProgram> programs = [];
    private readonly HashSet<int> families = [];
    private readonly Dictionary<RunningProgram, Nodes> nodes = [];

    public string Manager { get; } = manager;

    public string Folder { get; } = Directory.CreateTempSubdirectory("westrpc-fault-").FullName;

    /// <summary>What the environment adds to every program.</summary>
    public Dictionary<string, string> Environment { get; } = new()
    {
        ["WM_N_WORKERS"] = "2", ["WM_SHUTDOWN_TIMEOUT"] = "1",
        ["WM_ZMQ_MASTER_HEARTBEAT"] = "0.5", ["WM_ZMQ_WORKER_HEARTBEAT"] = "0.5", ["WM_ZMQ_TIMEOUT_FACTOR"] = "3",
    };

    /// <summary>Starts the test program in one of its modes, over <c>zmq</c> with a client.</summary>
    public RunningProgram Start(params string[] mode) => StartBehind([], mode);

    /// <summary>Starts it behind a command that changes its surroundings and becomes it, like <c>prlimit</c>.</summary>
    public RunningProgram StartBehind(string[] command, params string[] mode)
    {
        if (!HasNodes)
            return Add(command, Environment, mode);
        int workers = int.Parse(Environment["WM_N_WORKERS"], CultureInfo.InvariantCulture);
        RunningProgram server = StartServer(command, workers, mode);
        StartClient(server, command, workers);
        return server;
    }

    /// <summary>Starts a server without workers, which awaits clients with so many.</summary>
    public RunningProgram StartServer(string[] command, int workers, params string[] mode)
    {
        string file = Path.Combine(Folder, $"server-{nodes.Count}.json");
        RunningProgram server = Add(command, With(file, 0, ("TEST_AWAITS_WORKERS", Text(workers))), mode);
        nodes.Add(server, new Nodes(file, []));
        return server;
    }

    /// <summary>Starts a client of a server.</summary>
    public RunningProgram StartClient(RunningProgram server, string[] command, int workers)
    {
        Nodes all = nodes[server];
        RunningProgram client = Add(command, With(all.File, workers, ("WM_ZMQ_MODE", "client")));
        all.Clients.Add(client);
        return client;
    }

    /// <summary>Whether workers belong to clients.</summary>
    public bool HasNodes => Manager == "zmq";

    /// <summary>The clients of a server; none where there are none.</summary>
    public IReadOnlyList<RunningProgram> ClientsOf(RunningProgram program) => nodes.TryGetValue(program, out Nodes? all) ? all.Clients : [];

    /// <summary>The workers of a program, or of its clients, that live.</summary>
    public int[] WorkersOf(RunningProgram program) =>
        HasNodes ? [.. ClientsOf(program).SelectMany(ProcessTable.WorkersOf)] : ProcessTable.WorkersOf(program);

    /// <summary>Has workers wait at their start while there is such a file.</summary>
    public string HoldStarts() => Environment["TEST_HOLDS_STARTS"] = Path.Combine(Folder, "hold");

    /// <summary>Remembers what lives of a program, to look later whether it is gone.</summary>
    public int[] Remember(RunningProgram program)
    {
        int[] family =
            [.. ProcessTable.FamilyOf(program), .. ClientsOf(program).SelectMany(static c => (int[])[c.Id, .. ProcessTable.FamilyOf(c)])];
        families.UnionWith(family);
        return family;
    }

    /// <summary>Waits for lines like <c>running 123 124</c>; the numbers of each.</summary>
    public async Task<int[][]> RunningAsync(RunningProgram program, int count)
    {
        // What a task prints comes out where its worker was started.
        RunningProgram speaker = HasNodes ? ClientsOf(program)[0] : program;
        int[][] all = new int[count][];
        for (int i = 0; i < count; i++)
            all[i] = [.. (await speaker.LineAsync("running ")).Split(' ').Select(static n => int.Parse(n, CultureInfo.InvariantCulture))];
        Remember(program);
        return all;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RunningProgram program in programs)
        {
            Remember(program);
            await program.DisposeAsync();
            families.UnionWith(ProcessTable.FamilyOf(program));
        }

        foreach (int process in families.Where(ProcessTable.Lives))
            ProcessTable.Signal(process, ProcessTable.SigKill);
        Directory.Delete(Folder, recursive: true);
    }

    private RunningProgram Add(string[] command, Dictionary<string, string> environment, params string[] mode)
    {
        string[] all = [.. command, Repository.TestProgram, "fault", .. mode, "--work-manager", Manager];
        RunningProgram program = RunningProgram.Start(all[0], environment, all[1..]);
        programs.Add(program);
        return program;
    }

    private Dictionary<string, string> With(string file, int workers, (string Name, string Value) more) => new(Environment)
    {
        ["WM_ZMQ_SERVER_INFO"] = file,
        ["WM_ZMQ_BIND"] = "127.0.0.1",
        ["WM_N_WORKERS"] = Text(workers),
        [more.Name] = more.Value,
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Nodes(string File, List<RunningProgram> Clients);
}
