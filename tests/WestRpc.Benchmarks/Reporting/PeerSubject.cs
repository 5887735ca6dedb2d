using System.Diagnostics;

namespace WestRpc.Benchmarks.Reporting;

/// <summary>Somebody else's: <c>tests/Peers/peer.py</c>, in a session of its own, stopped while others are measured.</summary>
/// <param name="name">As readers see it.</param>
/// <param name="peer">What the script calls it.</param>
/// <param name="questions">What it can be asked.</param>
/// <param name="mostQueued">How many tasks may wait there.</param>
/// <param name="checkout">Of WESTPA, for those that need it.</param>
internal sealed class PeerSubject(string name, string peer, string[] questions, int mostQueued, string? checkout = null) : Subject(name)
{
    private Process? process;
    private int master;
    private int[] workers = [];

    /// <summary>What all can be asked that take one call at a time.</summary>
    public static string[] Usual { get; } =
    [
        WorkQuestions.Rate, WorkQuestions.RateMany, WorkQuestions.Latency, WorkQuestions.Large, WorkQuestions.Compute, WorkQuestions.Durations, WorkQuestions.Queue,
    ];

    public override IReadOnlySet<string> Questions { get; } = questions.ToHashSet();

    public override IReadOnlyList<int> Master => [master];

    public override IReadOnlyList<int> Workers => workers;

    public override int MostQueued => mostQueued;

    /// <summary>Its version, or null where it can't be had.</summary>
    public async Task<string?> VersionAsync()
    {
        using Process asked = Process.Start(new ProcessStartInfo(PythonPeer.Interpreter, [PythonPeer.Script, peer])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        asked.ErrorDataReceived += static (_, _) => { };
        asked.BeginErrorReadLine();
        string version = (await asked.StandardOutput.ReadToEndAsync()).Trim();
        await asked.WaitForExitAsync();
        return asked.ExitCode == 0 ? version : null;
    }

    public override async Task StartAsync()
    {
        process = PythonPeer.Start(PythonPeer.Command(peer, WorkerCount, checkout));
        master = (int)(await AskAsync("process"))[0];
        workers = [.. ProcessTree.Of(master).Skip(1)];
        if (peer == "mpi_pool")
            workers = [.. ProcessTree.Of(process.Id).Skip(1).Where(id => id != master)];
    }

    public override Task<double[]> AskAsync(string question) => PythonPeer.AskAsync(process!, question);

    public override void Resume()
    {
        if (process is not null)
            ProcessTree.Continue(process.Id);
    }

    public override void Pause() => ProcessTree.Stop(process!.Id);

    public override ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
        }

        return ValueTask.CompletedTask;
    }
}
