using System.Globalization;
using System.Text.RegularExpressions;

namespace WestRpc.Faults.Tests.Mpi;

/// <summary>One cell at work: ranks under a launcher, rank 0 the master. All that is theirs ends with it.</summary>
internal sealed partial class MpiRun(string launcher) : IAsyncDisposable
{
    public const string OpenMpi = "Open MPI";
    public const string Recovering = "Open MPI, --enable-recovery";
    public const string Mpich = "MPICH";

    // What a launcher that ends a run may take for it.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly List<RunningProgram> programs = [];
    private readonly HashSet<int> family = [];

    /// <summary>Whether the launcher lets the others go on when a rank dies.</summary>
    public bool GoesOn => launcher == Recovering;

    public Dictionary<string, string> Environment { get; } = new()
    {
        ["WM_HEARTBEAT_INTERVAL"] = "1", ["WM_HEARTBEAT_TIMEOUT"] = "3", ["WM_SHUTDOWN_TIMEOUT"] = "1", ["WM_GRACE_PERIOD"] = "1",
    };

    public string Folder { get; } = Directory.CreateTempSubdirectory("westrpc-fault-").FullName;

    /// <summary>Starts the test program in one of its modes.</summary>
    public RunningProgram Start(int ranks, params string[] mode) => StartBehind([], ranks, mode);

    /// <summary>Starts it behind a command.</summary>
    public RunningProgram StartBehind(string[] command, int ranks, params string[] mode)
    {
        RunningProgram program = MpiLauncher.Start(
            launcher == Mpich ? MpiLauncher.Mpich : MpiLauncher.OpenMpi, ranks, Environment, GoesOn ? ["--enable-recovery"] : [],
            [.. command, Repository.TestProgram, .. mode, "--work-manager", "mpi"]);
        programs.Add(program);
        return program;
    }

    /// <summary>The process that is this rank; waits until it has started.</summary>
    public async Task<int> RankAsync(RunningProgram program, int rank)
    {
        while (true)
        {
            foreach (int process in Remember(program).Where(p => RankOf(p) == rank))
                return process;
            await Task.Delay(Look, TestContext.Current.CancellationToken);
        }
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

    /// <summary>Kills a process or stops it.</summary>
    public static void Hit(int process, int signal) => Assert.True(ProcessTable.Signal(process, signal));

    /// <summary>How a run ends by itself.</summary>
    public async Task<MpiEnd> EndAsync(RunningProgram program)
    {
        Remember(program);
        (int code, string output, string error) = await program.EndAsync();
        int[] left = await ProcessTable.LeftAfterAsync([.. family], Soon);
        return new MpiEnd(code, output, error, left.Length);
    }

    /// <summary>How a run ends that was hit just now, which a launcher that does not let it go on does soon.</summary>
    public async Task<MpiEnd> EndSoonAsync(RunningProgram program)
    {
        if (GoesOn)
            return await EndAsync(program);
        int[] left = await ProcessTable.LeftAfterAsync([program.Id, .. Remember(program)], Soon);
        (int code, string output, string error) = await program.EndAsync();
        return new MpiEnd(code, output, error, left.Length);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RunningProgram program in programs)
        {
            Remember(program);
            await program.DisposeAsync();
        }

        foreach (int process in family.Where(ProcessTable.Lives))
            ProcessTable.Signal(process, ProcessTable.SigKill);
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Remembers what lives of a program, to look later whether it is gone.</summary>
    private int[] Remember(RunningProgram program)
    {
        ILookup<int, int> children = ProcessTable.All.Where(static p => p.Lives).ToLookup(static p => p.Parent, static p => p.Id);
        var found = new Queue<int>(children[program.Id]);
        while (found.TryDequeue(out int process))
        {
            family.Add(process);
            foreach (int child in children[process])
                found.Enqueue(child);
        }

        return [.. family];
    }

    private static int? RankOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").StartsWith(Repository.TestProgram, StringComparison.Ordinal) &&
                RankVariable().Match(File.ReadAllText($"/proc/{process}/environ")) is { Success: true } match
                    ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
                    : null;
        }
        catch (IOException)
        {
            return null; // It ended just now.
        }
    }

    [GeneratedRegex("\0(?:OMPI_COMM_WORLD_RANK|PMI_RANK)=([0-9]+)\0")]
    private static partial Regex RankVariable();
}

/// <summary>How a run under a launcher ended.</summary>
/// <param name="Code">The launcher's exit code.</param>
/// <param name="Output">What was printed and not read yet.</param>
/// <param name="Error">What was printed as errors.</param>
/// <param name="Left">How many processes were left after a while.</param>
internal sealed record MpiEnd(int Code, string Output, string Error, int Left)
{
    /// <summary>What the program printed of its tasks.</summary>
    public string Printed => string.Join('\n', Output.Split('\n').Select(static l => l.TrimEnd('\r')).Where(
        static l => l.StartsWith("result: ", StringComparison.Ordinal) || l.StartsWith("then ", StringComparison.Ordinal) ||
            l.StartsWith("Work", StringComparison.Ordinal)));

    public override string ToString() => $"exit code {Code}, {(Left == 0 ? "nothing" : $"{Left}")} left";
}
