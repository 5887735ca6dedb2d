using System.Globalization;
using System.Runtime.InteropServices;

namespace WestRpc.Programs.Tests;

/// <summary>The sample that runs GROMACS, as a user starts it; what needs GROMACS itself is skipped where it can't run.</summary>
public sealed class GromacsSpecs : IDisposable
{
    private const double Rounding = 0.002; // nm: both files have three digits

    private readonly Scripts scripts = new();

    public static bool IsLong => Environment.GetEnvironmentVariable("WESTRPC_LONG") == "1";

    public static bool IsInstalled => File.Exists("/usr/bin/gmx");

    [Fact(Timeout = 60_000)]
    public async Task Without_GROMACS_it_says_how_to_get_it()
    {
        (int code, _, string error) = await RunAsync("threads", path: scripts.Folder);
        Assert.Equal(2, code);
        Assert.Contains("There is no program 'gmx'", error, StringComparison.Ordinal);
        Assert.EndsWith("apt-get install gromacs.", error.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(
        "Reading it\n\nFatal error:\nThe gmx executable was compiled to use the rdtscp CPU\ninstruction. However, this is not supported.\n\nFor more, see the website", 1,
        "The gmx executable was compiled to use the rdtscp CPU instruction. However, this is not supported.")]
    [InlineData("Illegal instruction", 132, "It was compiled for CPU instructions that this processor has not.")]
    public async Task Where_GROMACS_refuses_the_machine_it_says_so_in_a_line_and_ends(string says, int exitCode, string line)
    {
        await File.WriteAllTextAsync(scripts["says"], says, TestContext.Current.CancellationToken);
        scripts.AddShell("gmx", $"cat '{scripts["says"]}' >&2; exit {exitCode}");
        (int code, _, string error) = await RunAsync("processes", path: $"{scripts.Folder}:{Environment.GetEnvironmentVariable("PATH")}");
        Assert.Equal(2, code);
        Assert.Equal($"GROMACS can't make the start structure on {Environment.MachineName}. {line}", error);
        scripts.AssertNothingIsLeft();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("0.03")]
    [InlineData("0.01")]
    [InlineData("1E+300")]
    [InlineData("NaN")]
    public async Task A_segment_of_no_whole_number_of_frames_is_refused(string picoseconds)
    {
        (int code, _, string error) = await RunAsync("serial", options: ["--segment-ps", picoseconds]);
        Assert.Equal(2, code);
        Assert.Equal($"--segment-ps is {picoseconds}; it must be a multiple of 0.02, ten steps, and at most 1000000.", error);
    }

    [Fact(Timeout = 300_000, SkipUnless = nameof(IsInstalled), Skip = "GROMACS is not installed.")]
    public async Task A_segment_begins_at_the_source_and_leaves_what_its_children_need()
    {
        await RunWithGromacsAsync("processes", "--iterations", "1", "--walkers", "1");
        Line line = Assert.Single(ReadLines());
        Assert.Equal(1, line.Weight);
        Assert.Equal(-1, line.Parent);
        Assert.Equal(11, line.Distances.Length);
        Assert.Equal(0.5, line.Distances[0], Rounding);
        Assert.NotEqual(line.Distances[0], line.Distances[^1], Rounding);
        AssertLeavesItsEnd(line);
        Assert.Equal("PNG"u8.ToArray(), File.ReadAllBytes(scripts["out/distance.png"])[1..4]);
        (int code, _, string error) = await RunAsync("serial", options: ["--iterations", "1"]);
        Assert.Equal(2, code);
        Assert.Contains("a run before has left its segments", error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 900_000, SkipUnless = nameof(IsLong), Skip = "Takes a minute: ./test.sh --long runs it.")]
    public async Task The_tree_is_the_same_on_each_work_manager_and_children_go_on_where_their_parents_ended()
    {
        Assert.SkipUnless(IsInstalled, "GROMACS is not installed.");
        string reference = await RunWithGromacsAsync("threads", "--n-workers", "2");
        Line[] lines = ReadLines();
        Assert.True(lines.Length > 12, $"There were {lines.Length} segments.");
        foreach (IGrouping<int, Line> iteration in lines.GroupBy(static l => l.Iteration))
            Assert.Equal(1, iteration.Sum(static l => l.Weight), 1e-12);
        foreach (Line line in lines)
        {
            AssertLeavesItsEnd(line);
            double begins = line.Parent < 0 ? 0.5 : lines.Single(l => l.Iteration == line.Iteration - 1 && l.Id == line.Parent).Distances[^1];
            Assert.Equal(begins, line.Distances[0], Rounding);
        }

        string text = await File.ReadAllTextAsync(scripts["out/segments.txt"], TestContext.Current.CancellationToken);
        foreach (string workManager in (string[])["processes", "zmq"])
        {
            Directory.Delete(scripts["out"], recursive: true);
            Assert.Equal(reference, await RunWithGromacsAsync(workManager, "--n-workers", workManager == "zmq" ? "1" : "3"));
            Assert.Equal(text, await File.ReadAllTextAsync(scripts["out/segments.txt"], TestContext.Current.CancellationToken));
        }
    }

    [Fact(Timeout = 300_000, SkipUnless = nameof(IsInstalled), Skip = "GROMACS is not installed.")]
    public async Task Interrupted_it_has_recorded_the_iterations_that_were_complete()
    {
        await using RunningProgram run = Start("processes", path: null, ["--iterations", "1000", "--walkers", "1"]);
        if (await Task.WhenAny(run.ExitAsync(), run.NextLineAsync()) is Task<int>)
            SkipIfRefused((await run.EndAsync()).Error);
        run.SignalGroup(PosixSignal.SIGINT);
        Assert.Equal(130, await run.ExitAsync());
        Assert.Contains(ReadLines(), static l => l.Iteration == 1);
    }

    [Fact(Timeout = 300_000, SkipUnless = nameof(IsInstalled), Skip = "GROMACS is not installed.")]
    public async Task Interrupted_it_leaves_no_GROMACS_behind()
    {
        await using RunningProgram run = Start("processes", path: null, ["--segment-ps", "1000"]);
        if (await Task.WhenAny(run.ExitAsync(), SegmentsRunAsync()) is Task<int> ended)
        {
            (_, _, string error) = await run.EndAsync();
            SkipIfRefused(error);
            Assert.Fail($"It ended with {await ended}: {error}");
        }

        run.SignalGroup(PosixSignal.SIGINT);
        Assert.Equal(130, await run.ExitAsync());
        scripts.AssertNothingIsLeft();
    }

    public void Dispose() => scripts.Dispose();

    /// <summary>The segment's last distance is that of the ions in its structure, by the nearest of their images.</summary>
    private void AssertLeavesItsEnd(Line line)
    {
        string[] structure = File.ReadAllLines(Path.Combine(scripts["out"], "traj_segs", $"{line.Iteration:D6}", $"{line.Id:D6}", "seg.gro"));
        double[] sodium = Position(structure.Single(static l => l.AsSpan().Contains("NA      NA", StringComparison.Ordinal)));
        double[] chloride = Position(structure.Single(static l => l.AsSpan().Contains("CL      CL", StringComparison.Ordinal)));
        double[] box = [.. structure[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Number)];
        double square = 0;
        for (int i = 0; i < 3; i++)
        {
            double d = sodium[i] - chloride[i];
            d -= box[i] * Math.Round(d / box[i]);
            square += d * d;
        }

        Assert.Equal(Math.Sqrt(square), line.Distances[^1], Rounding);
    }

    /// <summary>Columns of eight characters from the twenty-first on.</summary>
    private static double[] Position(string line) => [.. Enumerable.Range(0, 3).Select(i => Number(line.Substring(20 + (8 * i), 8)))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private Line[] ReadLines() =>
    [
        .. File.ReadLines(scripts["out/segments.txt"]).Where(static l => l[0] != '#').Select(static l => l.Split(' ')).Select(static w => new Line(
            (int)Number(w[0]), (int)Number(w[1]), (int)Number(w[2]), Number(w[3]), [.. w.Skip(4).Select(Number)])),
    ];

    private async Task SegmentsRunAsync()
    {
        Directory.CreateDirectory(scripts["scratch"]);
        using var watcher = new FileSystemWatcher(scripts["scratch"], "seg.log") { IncludeSubdirectories = true };
        var seen = new TaskCompletionSource();
        watcher.Created += (_, _) => seen.TrySetResult();
        watcher.EnableRaisingEvents = true;
        await seen.Task;
    }

    private async Task<string> RunWithGromacsAsync(string workManager, params string[] options)
    {
        (int code, string output, string error) = await RunAsync(workManager, options: options);
        SkipIfRefused(error);
        Assert.True(code == 0, error);
        scripts.AssertNothingIsLeft();
        return output;
    }

    private static void SkipIfRefused(string error) =>
        Assert.SkipWhen(error.Contains("CPU instruction", StringComparison.Ordinal), $"GROMACS does not run on this processor: {error}");

    private async Task<(int Code, string Output, string Error)> RunAsync(string workManager, string? path = null, params string[] options)
    {
        await using RunningProgram run = Start(workManager, path, options);
        return await run.EndAsync();
    }

    private RunningProgram Start(string workManager, string? path, string[] options) => RunningProgram.Start(
        Repository.Gromacs,
        new Dictionary<string, string>
        {
            ["WM_SCRATCH"] = scripts["scratch"],
            ["WM_ZMQ_SERVER_INFO"] = scripts["server.json"],
            ["OMP_NUM_THREADS"] = "1", // Sums of more threads differ, and a worker's share is the machine's.
            ["PATH"] = path ?? Environment.GetEnvironmentVariable("PATH")!,
        },
        ["--work-manager", workManager, "--out", scripts["out"], .. options]);

    private sealed record Line(int Iteration, int Id, int Parent, double Weight, double[] Distances);
}
