using System.Diagnostics;
using System.Globalization;
using WestRpc;

namespace TestProgram;

/// <summary>What happens to a run when something breaks: each mode does one thing and prints how it came out.</summary>
internal static partial class Faults
{
    private static readonly WorkOptions Patient = new() { MaxAttempts = 100 };
    private static readonly WorkOptions Twice = new() { MaxAttempts = 2 };

    public static async Task<int> RunAsync(WorkRun run, IReadOnlyList<string> arguments)
    {
        string argument = arguments.Count > 1 ? arguments[1] : "";
        switch (arguments[0])
        {
            case "squares":
                return await SquaresAsync(run, Number(argument));
            case "poison":
                return await PoisonAsync(run, Number(argument), new ExitTask(9));
            case "gorge":
                return await PoisonAsync(run, Number(argument), new EatTask());
            case "exit":
                await SayAsync(ExitTask.SubmitAsync(run.Work, 3, Twice));
                break;
            case "overflow":
                await SayAsync(OverflowTask.SubmitAsync(run.Work, 0, Twice));
                break;
            case "eat":
                await SayAsync(EatTask.SubmitAsync(run.Work, Twice));
                break;
            case "loop":
                await SayAsync(LoopTask.SubmitAsync(run.Work, new WorkOptions { TimeLimit = TimeSpan.FromSeconds(1) }));
                break;
            case "leave":
                Console.WriteLine($"left {await LeaveTask.SubmitAsync(run.Work)}");
                return 0;
            case "print":
                await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Work.PrintTask.SubmitAsync(run.Work, i)));
                return 0;
            case "hold":
                await Task.WhenAll(Enumerable.Range(0, run.Work.WorkerCount).Select(_ => Work.WaitTask.SubmitAsync(run.Work)));
                return 0;
            case "family":
                run.Cancellation.Register(static () => Console.WriteLine("interrupted"));
                await Task.WhenAll(Enumerable.Range(0, run.Work.WorkerCount).Select(
                    _ => FamilyTask.SubmitAsync(run.Work, heeds: argument != "stubborn")));
                return 0;
            case "orphan":
                Console.WriteLine($"the second attempt {await OrphanTask.SubmitAsync(run.Work, argument)}");
                return 0;
            case "attempts":
                return await AttemptsAsync(run, argument);
            case "mixture":
                return await Mixture.RunAsync(run, Number(argument));
            case "replacement":
                return await ReplacementAsync(run, argument);
            case "accept":
                return await AcceptAsync(run);
            case "newcomer":
                return await NewcomerAsync(run);
            case "cancel":
                return await CancelAsync(run, argument);
            case "tree":
                await SayAsync(TreeTask.SubmitAsync(run.Work, new WorkOptions { TimeLimit = TimeSpan.FromSeconds(1) }));
                break;
            default:
                throw new ArgumentException($"There is no fault '{arguments[0]}'.", nameof(arguments));
        }

        Console.WriteLine($"then {await SquareTask.SubmitAsync(run.Work, 7)}");
        return 0;
    }

    /// <summary>Many short tasks, with a line now and then that says how far they are; the exit code says whether all was well.</summary>
    private static async Task<int> SquaresAsync(WorkRun run, int count)
    {
        Task<int>[] tasks = run.Work.SubmitManyAsync(Enumerable.Range(0, count).Select(static i => new SquareTask(i)), Patient);
        return await CountAsync(tasks);
    }

    private static async Task<int> PoisonAsync(WorkRun run, int count, WorkTask<int> poison)
    {
        Task<int>[] tasks = run.Work.SubmitManyAsync(Enumerable.Range(0, count).Select(
            i => i == count / 2 ? poison : new SquareTask(i)));
        int code = await CountAsync(tasks);
        await SayAsync(tasks[count / 2]);
        return code;
    }

    private static async Task<int> CountAsync(Task<int>[] tasks)
    {
        int done = 0;
        await foreach (Task<int> _ in Task.WhenEach(tasks))
        {
            if (++done % 50 == 0)
                Console.WriteLine($"done {done}");
        }

        int right = tasks.Where(static (t, i) => t.IsCompletedSuccessfully && t.Result == i * i).Count();
        int failed = tasks.Count(static t => !t.IsCompletedSuccessfully);
        Console.WriteLine($"result: {right} right, {tasks.Length - right - failed} wrong, {failed} failed");
        return right == tasks.Length ? 0 : 1;
    }

    private static async Task SayAsync(Task task)
    {
        await task.ContinueWith(static _ => { }, TaskScheduler.Default);
        Console.WriteLine(task.Exception?.InnerException switch
        {
            WorkerLostException e => $"WorkerLostException: {string.Join("; ", e.Losses.Select(static l => l.Reason))}",
            WorkTaskException e => $"WorkTaskException: {e.RemoteType}",
            { } e => e.GetType().Name,
            null => task.Status.ToString(),
        });
    }

    /// <summary>A task for each worker that ends when there is such a file, and the attempts it took.</summary>
    private static async Task<int> AttemptsAsync(WorkRun run, string file)
    {
        int[] attempts = await Task.WhenAll(Enumerable.Range(0, run.Work.WorkerCount).Select(
            _ => WaitForTask.SubmitAsync(run.Work, file, new WorkOptions { TimeLimit = TimeSpan.FromSeconds(2) })));
        Console.WriteLine($"attempts {string.Join(' ', attempts)}");
        return 0;
    }

    /// <summary>A worker is lost while no other can be started, and a while later one can.</summary>
    private static async Task<int> ReplacementAsync(WorkRun run, string trouble)
    {
        using var lines = new RunLines(run);
        await WorkersAsync(run);
        Console.WriteLine("ready");
        var held = new List<FileStream>();
        if (trouble == "descriptors")
            Exhaust(held, spare: 2); // The runtime's for loading a file; a process takes more.
        else
            AwaitLimit();
        Task<int> fatal = ExitTask.SubmitAsync(run.Work, 3, new WorkOptions { MaxAttempts = 1 });
        await lines.WithAsync("A worker that was being started ended");
        await CountAsync(Squares(run));

        // More than a socket takes at once: that is a thread's to send.
        Task<int> large = LengthTask.SubmitAsync(run.Work, new byte[8 << 20], Patient);
        Console.WriteLine("start failed");
        held.ForEach(static file => file.Dispose());
        await SayAsync(fatal);
        await SayAsync(large);
        await WorkersAsync(run);
        Console.WriteLine("both again");
        return 0;
    }

    /// <summary>A worker is replaced, and can't be let in for a while; another works on meanwhile.</summary>
    private static async Task<int> AcceptAsync(WorkRun run)
    {
        using var lines = new RunLines(run);
        await WorkersAsync(run);
        await CountAsync(Squares(run)); // So that all is loaded that takes a descriptor to load.
        await File.WriteAllTextAsync(HeldStart.File, "");
        Task<int> fatal = ExitTask.SubmitAsync(run.Work, 3, new WorkOptions { MaxAttempts = 1 });
        await lines.WithAsync("starting ");
        StartThreads(); // Which takes descriptors too.
        var held = new List<FileStream>();
        Exhaust(held, spare: 0);
        File.Delete(HeldStart.File);
        await lines.WithAsync("A worker could not connect");
        await CountAsync(Squares(run));
        Console.WriteLine("could not connect");
        held.ForEach(static file => file.Dispose());
        await SayAsync(fatal);
        await WorkersAsync(run);
        Console.WriteLine("both again");
        return 0;
    }

    /// <summary>A client wants to be let in and can't be for a while; another works on meanwhile.</summary>
    private static async Task<int> NewcomerAsync(WorkRun run)
    {
        TextReader input = Console.In;
        await CountAsync(Squares(run)); // So that all is loaded that takes a descriptor to load.
        StartThreads(); // Which takes descriptors too.
        var held = new List<FileStream>();
        Exhaust(held, spare: 0);
        Console.WriteLine("exhausted");
        input.ReadLine();
        await CountAsync(Squares(run));
        Console.WriteLine(run.Work.WorkerCount == 1 ? "not in" : "in already");
        held.ForEach(static file => file.Dispose());
        while (run.Work.WorkerCount == 1)
            await Task.Delay(5);
        Console.WriteLine("in");
        return 0;
    }

    /// <summary>Two tasks that heed no token are canceled, one of which may be killed for it; the other ends with the file.</summary>
    private static async Task<int> CancelAsync(WorkRun run, string file)
    {
        using var source = new CancellationTokenSource();
        Task killed = DeafTask.SubmitAsync(
            run.Work, "", new WorkOptions { KillAfterCancel = TimeSpan.FromSeconds(0.3) }, source.Token);
        Task left = DeafTask.SubmitAsync(run.Work, file, cancellationToken: source.Token);
        await Task.Run(Console.ReadLine);
        await source.CancelAsync();
        await SayAsync(killed);
        Console.WriteLine($"then {await SquareTask.SubmitAsync(run.Work, 7)}");
        await File.WriteAllTextAsync(file, "");
        await SayAsync(left);
        return 0;
    }

    private static Task<int>[] Squares(WorkRun run) =>
        run.Work.SubmitManyAsync(Enumerable.Range(0, 200).Select(static i => new SquareTask(i)), Patient);

    private static void Exhaust(List<FileStream> held, int spare)
    {
        try
        {
            while (true)
                held.Add(File.OpenRead("/dev/null"));
        }
        catch (IOException)
        {
            held[..spare].ForEach(static file => file.Dispose());
        }
    }

    private static void AwaitLimit()
    {
        StartThreads();
        Console.WriteLine("threads started");
        Console.ReadLine();
    }

    /// <summary>Has the thread pool start what it will want: the runtime ends a program whose pool can't start a thread.</summary>
    private static void StartThreads()
    {
        const int count = 16;
        ThreadPool.SetMinThreads(count, count);
        var all = new Barrier(count + 1);
        for (int i = 0; i < count; i++)
            ThreadPool.QueueUserWorkItem(_ => all.SignalAndWait());
        all.SignalAndWait();
    }

    /// <summary>Waits until each worker has had a task.</summary>
    private static async Task WorkersAsync(WorkRun run)
    {
        var seen = new HashSet<int>();
        while (seen.Count < run.Work.WorkerCount)
            seen.UnionWith(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => WhichTask.SubmitAsync(run.Work, Patient))));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static Process StartSleep() => Process.Start("sleep", "1000");

    [WorkTask]
    private static int Square(int number)
    {
        Thread.Sleep(2);
        return number * number;
    }

    [WorkTask]
    private static int Which(WorkContext context)
    {
        Thread.Sleep(2);
        return context.WorkerIndex;
    }

    [WorkTask]
    private static int Length(byte[] bytes) => bytes.Length;

    [WorkTask]
    private static int Exit(int code)
    {
        Environment.Exit(code);
        return code;
    }

    [WorkTask]
    private static int Overflow(int depth) => depth < 0 ? depth : OverflowDeeper(depth + 1) + 1;

    private static int OverflowDeeper(int depth) => Overflow(depth) + 1;

    [WorkTask]
    private static int Eat()
    {
        var eaten = new List<byte[]>();
        while (true)
        {
            eaten.Add(new byte[16 << 20]);
            Array.Fill(eaten[^1], (byte)1); // Or the kernel gives no memory for it.
            Thread.Sleep(5);
        }
    }

    [WorkTask]
    private static void Loop()
    {
        while (true)
            Thread.SpinWait(1000);
    }

    /// <summary>Leaves a process behind that holds standard output.</summary>
    [WorkTask]
    private static int Leave()
    {
        using Process sleep = StartSleep();
        return sleep.Id;
    }

    /// <summary>Runs beside a process that it has started, until it is canceled if it looks.</summary>
    [WorkTask]
    private static async Task FamilyAsync(bool heeds, CancellationToken cancellation)
    {
        using Process sleep = StartSleep();
        Console.WriteLine($"running {Environment.ProcessId} {sleep.Id}");
        if (!heeds)
            Thread.Sleep(Timeout.Infinite);
        try
        {
            // Not for the process, which a terminal's Ctrl-C ends before the master has heard of it.
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        catch (OperationCanceledException) when (Environment.GetEnvironmentVariable("WM_PROCESS_ID") is null)
        {
            sleep.Kill(); // Nobody else does where no process of its own runs the task.
            throw;
        }
    }

    /// <summary>The first attempt waits beside a process that it has started; the second looks whether that lives.</summary>
    [WorkTask]
    private static string Orphan(string file, WorkContext context)
    {
        if (context.Attempt > 1)
            return Lives(File.ReadAllText(file)) ? "meets what the first has started" : "is alone";
        using Process sleep = StartSleep();
        File.WriteAllText(file, sleep.Id.ToString(CultureInfo.InvariantCulture));
        Console.WriteLine($"running {Environment.ProcessId} {sleep.Id}");
        Thread.Sleep(Timeout.Infinite);
        return "";
    }

    /// <summary>Returns when the file is there: which attempt this was.</summary>
    [WorkTask]
    private static int WaitFor(string file, WorkContext context)
    {
        Console.WriteLine($"running {Environment.ProcessId}");
        while (!File.Exists(file))
            Thread.Sleep(5);
        return context.Attempt;
    }

    /// <summary>Runs until the file is there, if it has one, and heeds no token.</summary>
    [WorkTask]
    private static void Deaf(string file)
    {
        Console.WriteLine($"running {Environment.ProcessId}");
        while (file.Length == 0 || !File.Exists(file))
            Thread.Sleep(5);
    }

    /// <summary>Waits for ever for a program and what that has started, which both ignore SIGTERM.</summary>
    [WorkTask]
    private static void Tree()
    {
        using Process shell = Process.Start(new ProcessStartInfo(
            "sh", ["-c", "trap '' TERM; sleep 1000 & echo $!; exec sleep 1000"]) { RedirectStandardOutput = true })!;
        Console.WriteLine($"running {Environment.ProcessId} {shell.Id} {shell.StandardOutput.ReadLine()}");
        Thread.Sleep(Timeout.Infinite);
    }

    private static bool Lives(string processId)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{processId}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
