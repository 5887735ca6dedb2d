using System.Diagnostics;
using System.Globalization;

namespace WestRpc.Benchmarks;

/// <summary>
/// Tasks that run <c>/bin/true</c> on two workers, against C, and against WESTPA's own way where a checkout is given.
/// </summary>
internal sealed class ProgramsBenchmark(string workManager, string? checkout) : RatioBenchmark
{
    private const string Variable = "WESTPA_CHECKOUT";
    private const string Program = "/bin/true";
    private const int Count = 1_000;
    private const int Workers = 2;
    private static readonly string WestpaScript = Path.Combine(AppContext.BaseDirectory, "Peers", "westpa_programs.py");
    private DirectoryInfo? folder;
    private string? inC;
    private IWorkManager? work;

    public static IEnumerable<ProgramsBenchmark> All =>
    [
        new("threads", null), new("processes", null),
        .. Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } checkout ? [new ProgramsBenchmark("threads", checkout)] : (ProgramsBenchmark[])[],
    ];

    public override string Name => checkout is null ? "programs" : "programs-reference";

    protected override string Title => $"{Count:N0} tasks that run {Program} on {Workers} workers, {workManager}";

    protected override string Reference => checkout is null
        ? $"posix_spawn and wait4 in C on {Workers} threads"
        : $"subprocess.Popen in WESTPA's threads manager, {Workers} workers";

    protected override bool IsRate => checkout is not null;

    protected override string Unit => IsRate ? "programs/s" : "ms a program";

    protected override async Task StartAsync()
    {
        if (checkout is null)
        {
            folder = Directory.CreateTempSubdirectory("westrpc-");
            inC = await ProgramStartsInC.CompileAsync(folder);
        }

        work = await WorkManager.StartAsync(workManager, new WorkManagerOptions { WorkerCount = Workers });
    }

    protected override async Task StopAsync()
    {
        await work!.DisposeAsync();
        folder?.Delete(recursive: true);
    }

    protected override async Task<double> MeasureOursAsync()
    {
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(work!.SubmitManyAsync(Enumerable.Range(0, Count).Select(static _ => new BenchmarkTasks.RunProgramTask(Program))));
        return FigureOf(PerSecond(Count, started));
    }

    protected override async Task<double> MeasureReferenceAsync() => FigureOf(await PrintedRateAsync(checkout is null
        ? new ProcessStartInfo(inC!, [$"{Count}", $"{Workers}", Program])
        : new ProcessStartInfo(PythonPeer.Interpreter, [WestpaScript, checkout, $"{Count}", $"{Workers}", Program])));

    private double FigureOf(double rate) => IsRate ? rate : 1_000 / rate;

    private static async Task<double> PrintedRateAsync(ProcessStartInfo command)
    {
        command.RedirectStandardOutput = true;
        using Process reference = Process.Start(command)!;
        string printed = await reference.StandardOutput.ReadToEndAsync();
        await reference.WaitForExitAsync();
        return reference.ExitCode == 0
            ? double.Parse(printed, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"{command.FileName} ended with exit code {reference.ExitCode}.");
    }
}
