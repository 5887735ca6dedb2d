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

    [Fact(Timeout = 60_000)]
    public async Task Where_GROMACS_refuses_the_machine_it_says_so_and_ends()
    {
        scripts.AddShell("gmx", "echo 'It was compiled to use the rdtscp CPU instruction.' >&2; exit 1");
        (int code, _, string error) = await RunAsync("processes", path: $"{scripts.Folder}:{Environment.GetEnvironmentVariable("PATH")}");
        Assert.Equal(2, code);
        Assert.Contains("GROMACS can't make the start structure.", error, StringComparison.Ordinal);
        Assert.Contains("rdtscp", error, StringComparison.Ordinal);
        scripts.AssertNothingIsLeft("out", "scratch");
    }

    [Fact(Timeout = 300_000, SkipUnless = nameof(IsInstalled), Skip = "GROMACS is not installed.")]
    public async Task A_segment_begins_at_the_source_and_leaves_what_its_children_need()
    {
        await RunWithGromacsAsync("processes", "--iterations", "1", "--walkers", "1");
        Line line = Assert.Single(ReadLines("out"));
        Assert.Equal(1, line.Weight);
        Assert.Equal(-1, line.Parent);
        Assert.Equal(11, line.Distances.Length);
        Assert.Equal(0.5, line.Distances[0], Rounding);
        Assert.NotEqual(line.Distances[0], line.Distances[^1], Rounding);
        AssertLeavesItsEnd("out", line);
        Assert.Equal("PNG"u8.ToArray(), File.ReadAllBytes(scripts["out/distance.png"])[1..4]);
        (int code, _, string error) = await RunAsync("serial", options: ["--iterations", "1"]);
        Assert.Equal(2, code);
        Assert.Contains("a run before has left its segments", error, StringComparison.Ordinal);
    }

    [Fact(Timeout = 900_000, SkipUnless = nameof(IsLong), Skip = "Takes a minute: ./test.sh --long runs it.")]
    public async Task The_tree_is_the_same_on_each_work_manager_and_children_go_on_where_their_parents_ended()
    {
        string reference = await RunWithGromacsAsync("threads", "--n-workers", "2");
        Line[] lines = ReadLines("out");
        Assert.True(lines.Length > 12, $"There were {lines.Length} segments.");
        foreach (IGrouping<int, Line> iteration in lines.GroupBy(static l => l.Iteration))
            Assert.Equal(1, iteration.Sum(static l => l.Weight), 1e-12);
        foreach (Line line in lines)
        {
            AssertLeavesItsEnd("out", line);
            double begins = line.Parent < 0 ? 0.5 : lines.Single(l => l.Iteration == line.Iteration - 1 && l.Id == line.Parent).Distances[^1];
            Assert.Equal(begins, line.Distances[0], Rounding);
        }

        string text = await File.ReadAllTextAsync(scripts["out/segments.txt"], TestContext.Current.CancellationToken);
        foreach (string workManager in (string[])["processes", "zmq"])
        {
            Directory.Delete(scripts["out"], recursive: true);
            Assert.Equal(reference, await RunWithGromacsAsync(workManager, "--n-workers", "3"));
            Assert.Equal(text, await File.ReadAllTextAsync(scripts["out/segments.txt"], TestContext.Current.CancellationToken));
        }
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
        scripts.AssertNothingIsLeft("out", "scratch");
    }

    public void Dispose() => scripts.Dispose();

    /// <summary>The segment's last distance is that of the ions in its structure, by the nearest of their images.</summary>
    private void AssertLeavesItsEnd(string output, Line line)
    {
        string[] structure = File.ReadAllLines(Path.Combine(scripts[output], "traj_segs", $"{line.Iteration:D6}", $"{line.Id:D6}", "seg.gro"));
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

    private Line[] ReadLines(string output) =>
    [
        .. File.ReadLines(Path.Combine(scripts[output], "segments.txt")).Where(static l => l[0] != '#').Select(static l => l.Split(' ')).Select(static w => new Line(
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
        scripts.AssertNothingIsLeft("out", "scratch");
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
            ["PATH"] = path ?? Environment.GetEnvironmentVariable("PATH")!,
        },
        ["--work-manager", workManager, "--out", scripts["out"], .. options]);

    private sealed record Line(int Iteration, int Id, int Parent, double Weight, double[] Distances);
}
