using System.Diagnostics;
using System.Globalization;
using WestRpc;

namespace TestProgram;

/// <summary>
/// Tasks of all kinds, good and bad, for as long as wanted, while somebody outside kills and stops what he can; then counts
/// what came out. See tests/soak.sh.
/// </summary>
internal static partial class Soak
{
    private const int AtATime = 64;

    // Seldom, or the workers would spend their time being replaced: the delay grows with each short life.
    private static readonly TimeSpan BetweenBad = TimeSpan.FromSeconds(4);

    // A task that is not done so long after the last fault never will be.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly WorkOptions Patient = new() { MaxAttempts = 1000 };
    private static readonly WorkOptions AtMostOnce = new() { MaxAttempts = 1 };
    private static readonly WorkOptions Twice = new() { MaxAttempts = 2 };
    private static readonly WorkOptions Limited = new() { MaxAttempts = 1000, TimeLimit = TimeSpan.FromSeconds(1) };

    public static async Task<int> RunAsync(WorkRun run, TimeSpan time, string file)
    {
        var soak = new Count(run.Work, file);
        await soak.WarmUpAsync();
        await QuietAsync();
        var pending = new HashSet<Task>();
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            while (pending.Count < AtATime)
                pending.Add(soak.NextAsync());
            pending.Remove(await Task.WhenAny(pending));
        }

        Console.WriteLine("over");
        int lost = 0;
        try
        {
            await Task.WhenAll(pending).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            lost = pending.Count(static t => !t.IsCompleted);
        }

        await soak.WarmUpAsync();
        await QuietAsync();
        int doubled = File.ReadLines(file).GroupBy(static line => line).Count(static g => g.Count() > 1);
        soak.Print(lost, doubled);
        return lost + doubled + soak.Unexpected == 0 ? 0 : 1;
    }

    /// <summary>Says that nothing runs, and waits until that was looked at.</summary>
    private static async Task QuietAsync()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        Console.WriteLine("quiet");
        await Task.Run(Console.ReadLine);
    }

    /// <summary>Submits tasks and counts how they end, and how they should not.</summary>
    private sealed class Count(IWorkManager work, string file)
    {
        private readonly SortedDictionary<string, int> outcomes = new(StringComparer.Ordinal);
        private int number;
        private long bad = Stopwatch.GetTimestamp();

        public int Unexpected { get; private set; }

        /// <summary>Until every worker is there.</summary>
        public async Task WarmUpAsync()
        {
            var seen = new HashSet<int>();
            while (seen.Count < work.WorkerCount)
                seen.UnionWith(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => WhichTask.SubmitAsync(work, Patient))));
        }

        public Task NextAsync()
        {
            int n = ++number;
            if (Stopwatch.GetElapsedTime(bad) > BetweenBad)
            {
                bad = Stopwatch.GetTimestamp();
                return BadAsync();
            }

            return Random.Shared.Next(1000) switch
            {
                < 3 => ExpectAsync("leaves a process", LeaveTask.SubmitAsync(work, Patient), static e => e is null),
                < 43 => ExpectAsync("throws", ThrowTask.SubmitAsync(work, Patient), static e => e is WorkTaskException),
                < 73 => CancelAsync(),
                < 273 => ExpectAsync("begins at most once", LogTask.SubmitAsync(work, file, n, AtMostOnce), static e => e is null or WorkerLostException),
                _ => SquareAsync(n % 10_000),
            };
        }

        public void Print(int lost, int doubled)
        {
            foreach ((string outcome, int count) in outcomes)
                Console.WriteLine($"row {count,10:#,0}  tasks: {outcome}");
            Console.WriteLine($"row {number,10:#,0}  tasks in all");
            Console.WriteLine($"row {Unexpected,10:#,0}  ended as they should not");
            Console.WriteLine($"row {lost,10:#,0}  lost");
            Console.WriteLine($"row {doubled,10:#,0}  doubled");
        }

        private Task BadAsync() => Random.Shared.Next(3) switch
        {
            0 => ExpectAsync("loops", LoopTask.SubmitAsync(work, Limited), static e => e is WorkTimeoutException),
            1 => ExpectAsync("overflows its stack", OverflowTask.SubmitAsync(work, 0, Twice), static e => e is WorkerLostException),
            _ => ExpectAsync("exits", ExitTask.SubmitAsync(work, 3, Twice), static e => e is WorkerLostException),
        };

        private async Task SquareAsync(int n)
        {
            Task<int> task = SquareTask.SubmitAsync(work, n, Patient);
            await ExpectAsync("squares", task, e => e is null && task.Result == n * n);
        }

        private async Task CancelAsync()
        {
            using var cancellation = new CancellationTokenSource(Random.Shared.Next(10));
            await ExpectAsync(
                "canceled", WaitTask.SubmitAsync(work, Patient, cancellation.Token), static e => e is OperationCanceledException);
        }

        private async Task ExpectAsync(string kind, Task task, Func<Exception?, bool> isExpected)
        {
            Exception? end = null;
            try
            {
                await task;
            }
            catch (Exception e)
            {
                end = e;
            }

            string outcome = $"{kind}: {end?.GetType().Name ?? "done"}";
            lock (outcomes)
            {
                outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
                if (isExpected(end))
                    return;
                Unexpected++;
            }

            Console.WriteLine($"unexpected: {outcome}: {end?.Message}");
        }
    }

    [WorkTask]
    private static int Which(WorkContext context)
    {
        Thread.Sleep(2);
        return context.WorkerIndex;
    }

    [WorkTask]
    private static int Square(int number)
    {
        Thread.Sleep(Random.Shared.Next(5));
        return number * number;
    }

    [WorkTask]
    private static void Log(string file, int number)
    {
        using (var log = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
            log.Write(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{number}\n")));
        Thread.Sleep(Random.Shared.Next(3));
    }

    [WorkTask]
    private static void Throw() => throw new InvalidOperationException("as it was asked to");

    [WorkTask]
    private static void Exit(int code) => Environment.Exit(code);

    [WorkTask]
    private static int Overflow(int depth) => depth < 0 ? depth : OverflowDeeper(depth + 1) + 1;

    private static int OverflowDeeper(int depth) => Overflow(depth) + 1;

    [WorkTask]
    private static void Loop()
    {
        while (true)
            Thread.SpinWait(1000);
    }

    [WorkTask]
    private static void Leave() => Process.Start("sleep", "1000").Dispose();

    [WorkTask]
    private static async Task WaitAsync(CancellationToken cancellation) => await Task.Delay(Timeout.Infinite, cancellation);
}
