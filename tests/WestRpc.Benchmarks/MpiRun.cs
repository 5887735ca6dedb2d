using System.Diagnostics;
using System.Globalization;

namespace WestRpc.Benchmarks;

/// <summary>This program again as the ranks that a launcher starts: rank 0 is asked on its standard input, and answers with numbers.</summary>
internal sealed class MpiRun : IAsyncDisposable
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(30);

    private readonly Process launcher;

    /// <param name="library">Whose launcher.</param>
    /// <param name="ranks">How many.</param>
    /// <param name="part">What they are to be, as <see cref="MpiRanks"/> has it.</param>
    public MpiRun(string library, int ranks, params string[] part)
    {
        ProcessStartInfo start = CommandOf(library, ranks, [Environment.ProcessPath!, MpiRanks.Argument, .. part]);
        start.RedirectStandardInput = true;
        launcher = Process.Start(start)!;
    }

    /// <summary>What starts a program as so many ranks; its output is read.</summary>
    public static ProcessStartInfo CommandOf(string library, int ranks, params string[] command)
    {
        (string program, string[] arguments) = MpiLauncher.Command(library, ranks, [], command);
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        foreach ((string name, string value) in MpiLauncher.Environment)
            start.Environment[name] = value;
        return start;
    }

    /// <summary>The two libraries, with their names.</summary>
    public static IReadOnlyList<(string Library, string Name)> Libraries { get; } = [.. new[] { (MpiLauncher.OpenMpi, "Open MPI"), (MpiLauncher.Mpich, "MPICH") }.Where(l => IsThere(l.Item1))];

    public async Task<double[]> AskAsync(string question)
    {
        await launcher.StandardInput.WriteLineAsync(question);
        await launcher.StandardInput.FlushAsync();
        string answer = await launcher.StandardOutput.ReadLineAsync().WaitAsync(LongestAnswer)
            ?? throw new InvalidOperationException($"The ranks have ended instead of answering '{question}'.");
        return [.. answer.Split(' ').Select(static number => double.Parse(number, CultureInfo.InvariantCulture))];
    }

    public async ValueTask DisposeAsync()
    {
        launcher.StandardInput.Close();
        try
        {
            await launcher.WaitForExitAsync().WaitAsync(LongestEnd);
        }
        catch (TimeoutException)
        {
            launcher.Kill(entireProcessTree: true);
            throw;
        }
        finally
        {
            launcher.Dispose();
        }
    }

    private static bool IsThere(string library)
    {
        string program = MpiLauncher.Command(library, 1, [], []).Program;
        return Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
    }
}
