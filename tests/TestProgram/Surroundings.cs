using System.Globalization;
using WestRpc;

namespace TestProgram;

/// <summary>Tasks, one on each worker at the same time, that say what their worker was given of its machine.</summary>
internal static partial class Surroundings
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    public static async Task RunAsync(WorkRun run, string directory, int count)
    {
        string[] said = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => LookAroundTask.SubmitAsync(run.Work, directory, count)));
        foreach (string line in said.Order(StringComparer.Ordinal))
            Console.WriteLine(line);
    }

    [WorkTask]
    private static async Task<string> LookAroundAsync(string directory, int count, WorkContext context)
    {
        Console.WriteLine($"worker {context.WorkerIndex} prints");
        await File.WriteAllTextAsync(Path.Combine(directory, context.WorkerIndex.ToString(CultureInfo.InvariantCulture)), "");
        while (Directory.GetFiles(directory).Length < count)
            await Task.Delay(Look, context.CancellationToken);
        return $"{context.WorkerIndex}: {Variable("OMP_NUM_THREADS")} {Variable("DOTNET_PROCESSOR_COUNT")} {Environment.ProcessorCount} {Variable("CUDA_VISIBLE_DEVICES")}";
    }

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name) is { } text ? $"'{text}'" : "-";
}
