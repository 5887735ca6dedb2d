namespace WestRpc.Benchmarks;

/// <summary>What the generator costs in an editor, against the one of LoggerMessage, at a thousand methods each.</summary>
internal sealed class GeneratorBenchmark : RatioBenchmark
{
    private readonly bool isFirstRun;
    private EditorProject? tasks;
    private EditorProject? messages;

    private GeneratorBenchmark(bool isFirstRun) => this.isFirstRun = isFirstRun;

    public static IEnumerable<Benchmark> All => [new GeneratorBenchmark(isFirstRun: true), new GeneratorBenchmark(isFirstRun: false)];

    public override string Name => "generator";

    protected override string Title => isFirstRun
        ? $"the first run over {EditorProject.Methods:#,0} tasks"
        : $"a keystroke in the body of a method beside {EditorProject.Methods:#,0} tasks";

    protected override string Reference => "LoggerMessage";

    protected override bool IsRate => false;

    protected override string Unit => "ms";

    protected override int Repeats => 21;

    protected override IEnumerable<string> Notes => isFirstRun
        ? [$"kept in memory: WestRpc {Megabytes(EditorProject.OfTasks())} MB, LoggerMessage {Megabytes(EditorProject.OfLogMessages())} MB"]
        : [];

    protected override Task StartAsync()
    {
        tasks = EditorProject.OfTasks();
        messages = EditorProject.OfLogMessages();
        tasks.FirstRun();
        messages.FirstRun();
        return Task.CompletedTask;
    }

    protected override Task<double> MeasureOursAsync() => Task.FromResult(Measure(tasks!));

    protected override Task<double> MeasureReferenceAsync() => Task.FromResult(Measure(messages!));

    private double Measure(EditorProject project) => isFirstRun ? project.FirstRun() : project.Keystroke();

    private static string Megabytes(EditorProject project) => $"{project.Memory() / 1e6:F1}";
}
