using System.Diagnostics;
using WestRpc.Mpi.Configuration;
using WestRpc.Mpi.Interop;

namespace WestRpc.Mpi.Tests.Runs;

/// <summary>What the ranks that tests start do.</summary>
internal static class Scenarios
{
    public const string Argument = "--scenario";

    public static Task<int> RunAsync(string name, string[] args)
    {
        if (name == "finalized")
            UseMpi();
        return RunProgramAsync(name, args);
    }

    private static Task<int> RunProgramAsync(string name, string[] args) => WorkApplication.RunAsync(
        args,
        run => name switch
        {
            "work" => WorkAsync(run),
            "null" => NullAsync(run),
            "environment" => EnvironmentAsync(run),
            "places" => PlacesAsync(run),
            "hold" => HoldAsync(run),
            "master" => MasterAsync(run),
            "survive" => SurviveAsync(run),
            "lose" => LoseAsync(run),
            "exit" => ExitAsync(run),
            "throw" => throw new InvalidDataException("the master has failed"),
            "stuck" => StuckAsync(run),
            _ => throw new ArgumentException(name),
        },
        name == "none" ? null : static managers => managers.AddMpi());

    /// <summary>From beginning to end, as a library that the program uses may do.</summary>
    private static void UseMpi()
    {
        MpiLibrary library = MpiLibrary.TryLoad(Launcher.Detect(Environment.GetEnvironmentVariable)!.Libraries)!;
        library.Init();
        library.Finish();
    }

    /// <summary>Short calls, and large ones both ways.</summary>
    private static async Task<int> WorkAsync(WorkRun run)
    {
        int[] sums = await Task.WhenAll(run.Work.SubmitManyAsync(Enumerable.Range(0, 2_000).Select(static i => new RankTasks.AddTask(i, 1))));
        byte[] large = new byte[5_000_000];
        Random.Shared.NextBytes(large);
        byte[][] back = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RankTasks.EchoTask.SubmitAsync(run.Work, large)));
        bool same = back.All(b => b.AsSpan().SequenceEqual(large));
        Console.WriteLine($"{run.Work.Name} {run.Work.WorkerCount} {sums.Sum()} {same}");
        return 0;
    }

    private static async Task<int> NullAsync(WorkRun run)
    {
        try
        {
            await RankTasks.DereferenceTask.SubmitAsync(run.Work, null);
        }
        catch (WorkTaskException e)
        {
            Console.WriteLine($"{e.RemoteType}, then {await RankTasks.AddTask.SubmitAsync(run.Work, 1, 2)}");
        }

        return 0;
    }

    private static async Task<int> EnvironmentAsync(WorkRun run)
    {
        Console.WriteLine($"master {RankTasks.PrintEnvironment()}");
        Console.WriteLine($"worker {await RankTasks.PrintEnvironmentTask.SubmitAsync(run.Work)}");
        return 0;
    }

    private static async Task<int> PlacesAsync(WorkRun run)
    {
        string folder = Directory.CreateTempSubdirectory("westrpc-test-").FullName;
        int[] places = await Task.WhenAll(Enumerable.Range(0, run.Work.WorkerCount).Select(
            i => RankTasks.MeetTask.SubmitAsync(run.Work, folder, i, run.Work.WorkerCount)));
        Directory.Delete(folder, recursive: true);
        Console.WriteLine(string.Join(' ', places.Order()));
        return 0;
    }

    private static async Task<int> HoldAsync(WorkRun run)
    {
        await Task.WhenAll(Enumerable.Range(0, run.Work.WorkerCount).Select(_ => RankTasks.HoldTask.SubmitAsync(run.Work)));
        return 0;
    }

    private static Task<int> MasterAsync(WorkRun run)
    {
        Console.WriteLine($"master {Environment.ProcessId}");
        return HoldAsync(run);
    }

    /// <summary>Each worker's first call waits for its end, at the first attempt; all others are short.</summary>
    private static async Task<int> LoseAsync(WorkRun run)
    {
        Task<int> held = RankTasks.HoldOnceTask.SubmitAsync(run.Work);
        int[] sums = await Task.WhenAll(run.Work.SubmitManyAsync(Enumerable.Range(0, 100).Select(static i => new RankTasks.AddTask(i, 1))));
        Console.WriteLine($"short {sums.Sum()}");
        Console.WriteLine($"attempt {await held}");
        return 0;
    }

    private static async Task<int> ExitAsync(WorkRun run)
    {
        await RankTasks.ExitTask.SubmitAsync(run.Work, 7);
        return 0;
    }

    private static async Task<int> StuckAsync(WorkRun run)
    {
        try
        {
            await RankTasks.StickTask.SubmitAsync(run.Work, new WorkOptions { TimeLimit = TimeSpan.FromMilliseconds(200) });
        }
        catch (WorkTimeoutException)
        {
            Console.WriteLine("out of time");
        }

        return await SurviveAsync(run);
    }

    /// <summary>Waits until all ranks but one are lost.</summary>
    private static async Task<int> SurviveAsync(WorkRun run)
    {
        while (run.Work.WorkerCount > 1)
            await Task.Delay(5);
        Console.WriteLine($"then {await RankTasks.AddTask.SubmitAsync(run.Work, 1, 2)}");
        return 0;
    }
}

internal static partial class RankTasks
{
    [WorkTask]
    private static int Add(int a, int b) => a + b;

    [WorkTask]
    private static byte[] Echo(byte[] bytes) => bytes;

    [WorkTask]
    private static int Dereference(string? nothing) => nothing!.Length;

    /// <summary>Waits until as many calls run at once, each on a worker of its own; which that is.</summary>
    [WorkTask]
    private static int Meet(string folder, int number, int count, WorkContext context)
    {
        File.Create(Path.Combine(folder, $"{number}")).Dispose();
        while (Directory.GetFiles(folder).Length < count)
            Thread.Sleep(5);
        return context.WorkerIndex;
    }

    [WorkTask]
    private static void Exit(int code) => Environment.Exit(code);

    [WorkTask]
    private static void Hold(CancellationToken cancellation)
    {
        Console.WriteLine($"running {Environment.ProcessId}");
        cancellation.WaitHandle.WaitOne();
        cancellation.ThrowIfCancellationRequested();
    }

    [WorkTask]
    private static int HoldOnce(WorkContext context)
    {
        if (context.Attempt == 1)
        {
            Console.WriteLine($"running {Environment.ProcessId}");
            Thread.Sleep(Timeout.Infinite);
        }

        return context.Attempt;
    }

    [WorkTask]
    private static void Stick() => Thread.Sleep(Timeout.Infinite);

    /// <summary>What a program that is started here finds: its worker's number, and how much of the launcher's.</summary>
    [WorkTask]
    internal static string PrintEnvironment()
    {
        using Process program = Process.Start(new ProcessStartInfo("env") { RedirectStandardOutput = true })!;
        string[] lines = program.StandardOutput.ReadToEnd().Split('\n');
        program.WaitForExit();

        // That a run as root is allowed is the user's to say, and holds for what programs start as well.
        int launchers = lines.Count(static l => (l.StartsWith("OMPI_", StringComparison.Ordinal) && !l.StartsWith("OMPI_ALLOW_", StringComparison.Ordinal)) || l.StartsWith("PMI", StringComparison.Ordinal) || l.StartsWith("HYDI", StringComparison.Ordinal));
        string? id = lines.FirstOrDefault(static l => l.StartsWith("WM_PROCESS_ID=", StringComparison.Ordinal));
        return $"exit code {program.ExitCode}, {launchers} of the launcher's, {id ?? "no WM_PROCESS_ID"}";
    }
}
