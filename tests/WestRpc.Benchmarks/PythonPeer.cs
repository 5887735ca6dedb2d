using System.Diagnostics;
using System.Globalization;

namespace WestRpc.Benchmarks;

/// <summary>What users would take instead, in Python: <c>tests/Peers/peer.py</c>, which is asked on its standard input.</summary>
internal static class PythonPeer
{
    private const int WarmUp = 200;
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(2);

    /// <summary>The distribution's, for which it has the packages.</summary>
    public const string Interpreter = "/usr/bin/python3";

    public static string Script { get; } = Path.Combine(AppContext.BaseDirectory, "Peers", "peer.py");

    /// <summary>What starts one, in a session of its own.</summary>
    /// <param name="name">What the script calls it.</param>
    /// <param name="workers">How many it has.</param>
    /// <param name="checkout">Of WESTPA, for those that need it.</param>
    public static ProcessStartInfo Command(string name, int workers, string? checkout = null)
    {
        string count = workers.ToString(CultureInfo.InvariantCulture);
        return name == "mpi_pool"
            ? MpiRun.CommandOf(MpiLauncher.OpenMpi, 1 + workers, Interpreter, "-m", "mpi4py.futures", Script, name, count)
            : new ProcessStartInfo("setsid", ["-w", Interpreter, Script, name, count, .. checkout is null ? (string[])[] : [checkout]]);
    }

    /// <summary>Starts one; what it says on standard error is nobody's concern.</summary>
    public static Process Start(ProcessStartInfo command)
    {
        command.RedirectStandardInput = true;
        command.RedirectStandardOutput = true;
        command.RedirectStandardError = true;
        Process peer = Process.Start(command)!;
        peer.ErrorDataReceived += static (_, _) => { };
        peer.BeginErrorReadLine();
        return peer;
    }

    public static async Task<double[]> AskAsync(Process peer, string question)
    {
        await peer.StandardInput.WriteLineAsync(question);
        await peer.StandardInput.FlushAsync();
        string answer = await peer.StandardOutput.ReadLineAsync().WaitAsync(LongestAnswer)
            ?? throw new InvalidOperationException($"it ended instead of answering '{question}'");
        return [.. answer.Split(' ').Select(static number => double.Parse(number, CultureInfo.InvariantCulture))];
    }

    /// <summary>Tasks a second of one that is started for it: <c>rate</c> with one submit each, <c>rate-many</c> with all given at once.</summary>
    public static async Task<double> RateAsync(ProcessStartInfo command, string question, int count)
    {
        using Process peer = Start(command);
        try
        {
            await AskAsync(peer, $"{question} {WarmUp}");
            return count / (await AskAsync(peer, $"{question} {count}"))[0];
        }
        finally
        {
            // Its end may never come.
            peer.Kill(entireProcessTree: true);
        }
    }
}
