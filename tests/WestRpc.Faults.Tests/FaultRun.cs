using System.Globalization;

namespace WestRpc.Faults.Tests;

/// <summary>One cell at work: the programs that it starts, which are ended with all that is theirs, and a folder of its own.</summary>
internal sealed class FaultRun(string manager) : IAsyncDisposable
{
    private readonly List<RunningProgram> programs = [];
    private readonly HashSet<int> families = [];

    public string Manager { get; } = manager;

    public string Folder { get; } = Directory.CreateTempSubdirectory("westrpc-fault-").FullName;

    /// <summary>What the environment adds to every program.</summary>
    public Dictionary<string, string> Environment { get; } = new() { ["WM_N_WORKERS"] = "2", ["WM_SHUTDOWN_TIMEOUT"] = "1" };

    /// <summary>Starts the test program in one of its modes.</summary>
    public RunningProgram Start(params string[] mode) => StartBehind([], mode);

    /// <summary>Starts it behind a command that changes its surroundings and becomes it, like <c>prlimit</c>.</summary>
    public RunningProgram StartBehind(string[] command, params string[] mode)
    {
        string[] all = [.. command, Repository.TestProgram, "fault", .. mode, "--work-manager", Manager];
        RunningProgram program = RunningProgram.Start(all[0], Environment, all[1..]);
        programs.Add(program);
        return program;
    }

    /// <summary>Has workers wait at their start while there is such a file.</summary>
    public string HoldStarts() => Environment["TEST_HOLDS_STARTS"] = Path.Combine(Folder, "hold");

    /// <summary>Remembers what lives of a program, to look later whether it is gone.</summary>
    public int[] Remember(RunningProgram program)
    {
        int[] family = ProcessTable.FamilyOf(program);
        families.UnionWith(family);
        return family;
    }

    /// <summary>Waits for lines like <c>running 123 124</c>; the numbers of each.</summary>
    public async Task<int[][]> RunningAsync(RunningProgram program, int count)
    {
        int[][] all = new int[count][];
        for (int i = 0; i < count; i++)
            all[i] = [.. (await program.LineAsync("running ")).Split(' ').Select(static n => int.Parse(n, CultureInfo.InvariantCulture))];
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
}
