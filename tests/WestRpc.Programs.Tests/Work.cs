namespace WestRpc.Programs.Tests;

/// <summary>A program as a test asks for it, and what is to be read of it.</summary>
internal sealed record Call(string File, params string[] Arguments)
{
    public string? Directory { get; init; }

    public Dictionary<string, string?> Environment { get; init; } = [];

    public string? Log { get; init; }

    public string? Input { get; init; }

    public string? Output { get; init; }

    public int MaxCapturedBytes { get; init; } = 64 << 10;

    public double? TimeLimit { get; init; }

    public double Grace { get; init; } = 2;

    public int Nice { get; init; }

    public string[] ReturnFiles { get; init; } = [];

    public ExternalProgram Program => new(File, Arguments)
    {
        WorkingDirectory = Directory,
        Environment = Environment,
        Log = Log,
        Input = Input,
        Output = Output,
        MaxCapturedBytes = MaxCapturedBytes,
        TimeLimit = TimeLimit is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        Grace = TimeSpan.FromSeconds(Grace),
        Nice = Nice,
        ReturnFiles = ReturnFiles,
    };
}

/// <summary>What came of it.</summary>
internal sealed record Outcome(string Output, string Error, long OutputBytes, TimeSpan WallTime, TimeSpan CpuTime, long PeakMemoryBytes, double[] Numbers);

internal static partial class Work
{
    [WorkTask]
    private static async Task<Outcome> Run(Call call, WorkContext context, CancellationToken cancellation)
    {
        ProgramResult result = await context.RunAsync(call.Program, cancellation);
        return new Outcome(
            result.Output, result.Error, result.OutputBytes, result.WallTime, result.CpuTime, result.PeakMemoryBytes,
            call.ReturnFiles is [string file, ..] ? result.ReadDoubles(file) : []);
    }

    [WorkTask]
    private static async Task<double> RunTwo(Call first, Call second, WorkContext context, CancellationToken cancellation)
    {
        ProgramResult[] results = await Task.WhenAll(
            context.RunAsync(first.Program, cancellation), context.RunAsync(second.Program, cancellation));
        return results.Max(static r => r.WallTime.TotalSeconds);
    }

    /// <summary>Returns what a program writes to a pipe, while that runs on.</summary>
    [WorkTask]
    private static string StartOnly(Call call, string pipe, WorkContext context)
    {
        _ = context.RunAsync(call.Program);
        return File.ReadAllText(pipe);
    }

    /// <summary>A program that the task's token is not given to.</summary>
    [WorkTask]
    private static Task RunWithoutToken(Call call, WorkContext context) => context.RunAsync(call.Program);

    [WorkTask(RetryOn = [typeof(ProgramFailedException)], RetryDelaySeconds = 0.01)]
    private static async Task<double[]> RunSegment(string root, WorkContext context, CancellationToken cancellation)
    {
        var segment = new WestSegment(2, 5) { Root = root, ParentId = 1, Seed = 1 };
        ProgramResult result = await context.RunAsync(
            new ExternalProgram(Path.Combine(root, "westpa_scripts/runseg.sh"))
            {
                WorkingDirectory = WestEnvironment.PrepareDirectory(segment),
                Environment = WestEnvironment.For(segment),
                Log = Path.Combine(root, "seg_logs/000002-000005.log"),
                ReturnFiles = ["pcoord", "trajectory/", "restart/", "log"],
            },
            cancellation);
        return result.ReadDoubles("pcoord");
    }

    /// <summary>The lengths of the table that it leaves.</summary>
    [WorkTask]
    private static async Task<int[]> Table(Call call, WorkContext context, CancellationToken cancellation)
    {
        double[,] table = (await context.RunAsync(call.Program, cancellation)).ReadTable("pcoord");
        return [table.GetLength(0), table.GetLength(1)];
    }

    /// <summary>Where its scratch directory was; its second line says what was in it.</summary>
    [WorkTask]
    private static async Task<string> RunInScratch(Call call, string name, bool keep, WorkContext context, CancellationToken cancellation)
    {
        await using ScratchDirectory scratch = context.CreateScratch(name, keep);
        ProgramResult result = await context.RunAsync(call.Program with { WorkingDirectory = scratch }, cancellation);
        return $"{scratch.Path}\n{result.Output}";
    }

    [WorkTask]
    private static async Task<PublishedFile> Publish(string destination, string content, WorkContext context, CancellationToken cancellation)
    {
        await using ScratchDirectory scratch = context.CreateScratch();
        await File.WriteAllTextAsync(Path.Combine(scratch, "result"), content, cancellation);
        return scratch.Publish("result", destination);
    }

    [WorkTask]
    private static string Forget(bool fail, bool keep, WorkContext context)
    {
        ScratchDirectory scratch = context.CreateScratch("forgotten", keep);
        return fail ? throw new InvalidOperationException(scratch.Path) : scratch.Path;
    }
}
