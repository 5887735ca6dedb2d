using WestRpc.Dispatch;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Tests.Dispatch;

/// <summary>
/// All policies at once, in any order that can happen, with workers that answer as real ones do: each item completes once,
/// in bounded time, and the same events have the same effects.
/// </summary>
public sealed class PolicyScheduleTests
{
    private const int Schedules = 400;
    private const int Events = 250;

    [Fact]
    public void Handle_AnySchedule_EachItemCompletesOnce()
    {
        for (int seed = 0; seed < Schedules; seed++)
            Run(seed);
    }

    [Fact]
    public void Handle_SameEvents_HaveTheSameEffects()
    {
        for (int seed = 0; seed < 40; seed++)
            Assert.Equal(Run(seed), Run(seed));
    }

    private static List<string> Run(int seed)
    {
        var schedule = new Schedule(seed);
        try
        {
            for (int i = 0; i < Events; i++)
                schedule.Step();
            schedule.Finish();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new InvalidOperationException($"Seed {seed}: {string.Join("; ", schedule.Log.TakeLast(40))}", e);
        }

        return schedule.Log;
    }

    private sealed class Schedule
    {
        private const long Second = 1_000_000_000;

        private readonly Random random;
        private readonly CoreHarness core;
        private readonly List<string> items = [];
        private readonly List<string> workers = [];
        private readonly HashSet<string> begun = [];
        private int count;
        private bool over;

        public Schedule(int seed)
        {
            random = new Random(seed);
            core = new CoreHarness(new DispatchSettings
            {
                MaxAttempts = 1 + random.Next(3),
                Silence = random.Next(2) * 60 * Second,
                TaskTimeout = random.Next(3) == 0 ? 30 * Second : 0,
                Grace = random.Next(3) * Second,
                MaxTasksPerWorker = random.Next(3) == 0 ? 1 + random.Next(10) : 0,
                MaxWorkerMemory = 1 << 30,
            });
        }

        public List<string> Log { get; } = [];

        public void Step()
        {
            switch (random.Next(20))
            {
                case < 5:
                    Submit();
                    break;
                case 5 when items.Count > 0:
                    string canceled = Any(items);
                    Note($"cancel {canceled}", core.Cancel(canceled));
                    break;
                case 6 when workers.Count < 4:
                    Join();
                    break;
                case 7 when workers.Count > 0 && random.Next(3) == 0:
                    Lose(Any(workers));
                    break;
                case 8:
                    Note("time", core.Pass(Math.Pow(10, random.Next(-5, 2))));
                    break;
                case 9 when random.Next(5) == 0:
                    Note("freeze", core.Freeze(random.Next(1, 1_000)));
                    break;
                case 10 when workers.Count > 0:
                    Note("heartbeat", core.Heartbeat(Any(workers), random.Next(20) == 0 ? long.MaxValue : 1));
                    break;
                case 11 when random.Next(60) == 0:
                    over = true;
                    Note("drain", core.Drain());
                    break;
                case 12 when random.Next(150) == 0:
                    over = true;
                    Note("stop", core.Stop());
                    break;
                default:
                    Work();
                    break;
            }
        }

        /// <summary>The faults are over: workers come, answer and heed, until all is done.</summary>
        public void Finish()
        {
            for (int round = 0; core.Done.Count < items.Count; round++)
            {
                Assert.True(round < 20_000, $"not done: {string.Join(", ", items.Except(core.Done))}");
                foreach (string worker in workers.Where(core.IsCondemned).ToArray())
                    Lose(worker);
                while (!workers.Exists(HasGpu) || workers.Count < 2)
                    Join();
                foreach (string worker in workers.ToArray())
                {
                    Answer(worker);
                    if (core.HeldBy(worker) is [string first, ..])
                        End(first, FrameKind.Result);
                    Note("heartbeat", core.Heartbeat(worker));
                }

                Note("time", core.Pass(0.1));
            }

            foreach (string worker in workers)
            {
                Answer(worker);
                while (core.HeldBy(worker) is [string first, ..])
                    End(first, FrameKind.Canceled);
            }

            Assert.Equal(items.Order(), core.Done.Order());
            if (over)
                return;
            Note("drain", core.Drain());
            Assert.Equal("drain -> [drained]", Log[^1]);
        }

        private void Submit()
        {
            string item = $"t{items.Count}";
            items.Add(item);
            var options = new WorkOptions
            {
                Priority = random.Next(4) == 0 ? random.Next(-1, 2) : 0,
                MaxAttempts = random.Next(5) == 0 ? random.Next(1, 4) : null,
                TimeLimit = random.Next(4) == 0 ? TimeSpan.FromSeconds(Math.Pow(10, random.Next(-2, 2))) : null,
                KillAfterCancel = random.Next(4) == 0 ? TimeSpan.FromSeconds(random.Next(3)) : null,
                Retry = random.Next(4) == 0 ? new RetryPolicy(typeof(IOException), typeof(WorkTimeoutException)) : null,
                Resources = random.Next(5) == 0 ? new Dictionary<string, int> { ["gpu"] = 1 } : null,
            };
            Note($"submit {item}", core.Submit(item, bytes: random.Next(2), options: options));
        }

        private void Join()
        {
            string worker = $"w{count++}";
            workers.Add(worker);
            Note($"join {worker}", core.JoinReady(worker, HasGpu(worker) ? new ResourceSet([new("gpu", 1)]) : null));
        }

        private void Lose(string worker)
        {
            workers.Remove(worker);
            begun.ExceptWith(core.HeldBy(worker));
            Note($"close {worker}", core.Close(worker));
        }

        private void Work()
        {
            if (workers.Count == 0)
                return;
            string worker = Any(workers);
            if (core.IsCondemned(worker) && random.Next(3) == 0)
            {
                Lose(worker);
                return;
            }

            Answer(worker);
            if (core.HeldBy(worker) is not [string first, ..])
                return;
            if (core.Reports(first) && begun.Add(first))
                Note($"begin {first}", core.Begin(first));
            else if (random.Next(3) > 0)
                End(first, random.Next(5) switch { 0 => FrameKind.Failure, 1 when core.Item(first).Is(WorkItemFlags.CancelRequested) => FrameKind.Canceled, _ => FrameKind.Result });
        }

        private void End(string item, FrameKind kind)
        {
            begun.Remove(item);
            string how = $"{kind} of {item}";
            if (kind == FrameKind.Failure)
                Note(how, core.Fail(item, random.Next(2) == 0 ? new IOException() : new InvalidOperationException(), random.NextDouble()));
            else
                Note(how, core.End(item, kind, (long)Math.Pow(10, random.Next(3, 11))));
        }

        /// <summary>What was asked back and not begun is given back; what was canceled and not begun is over.</summary>
        private void Answer(string worker)
        {
            foreach (string held in core.HeldBy(worker).Reverse())
            {
                WorkItem item = core.Item(held);
                bool isFirst = core.HeldBy(worker)[0] == held;
                if (item.Is(WorkItemFlags.Recalled) && !isFirst)
                    Note($"back {held}", core.End(held, FrameKind.Recalled));
                else if (item.Is(WorkItemFlags.Recalled))
                    Note($"kept {held}", core.End(held, FrameKind.Kept));
                else if (item.Is(WorkItemFlags.CancelRequested) && !isFirst)
                    Note($"given up {held}", core.End(held, FrameKind.Canceled));
            }
        }

        private static bool HasGpu(string worker) => worker[^1] % 2 == 0;

        private string Any(IReadOnlyList<string> names) => names[random.Next(names.Count)];

        private void Note(string what, string[] effects) => Log.Add($"{what} -> [{string.Join(", ", effects)}]");
    }
}
