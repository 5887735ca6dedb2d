using WestRpc.Dispatch;
using WestRpc.Wire;

namespace WestRpc.Tests.Dispatch;

/// <summary>
/// Events in any order that can happen: what holds in each of them. The harness checks on the way that nothing completes
/// twice, no lease number comes again, no undefined task number is used, and what lost a worker runs alone.
/// </summary>
public sealed class RandomScheduleTests
{
    private const int Schedules = 500;
    private const int Events = 120;

    [Fact]
    public void Handle_AnySchedule_EachItemCompletesOnce()
    {
        for (int seed = 0; seed < Schedules; seed++)
        {
            var schedule = new Schedule(seed);
            try
            {
                for (int i = 0; i < Events; i++)
                    schedule.Step();
                if (seed % 2 == 0)
                    schedule.Core.Stop();
                else
                    schedule.Drain();
                schedule.CheckAllDone();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new InvalidOperationException($"Seed {seed}: {string.Join("; ", schedule.Log.TakeLast(30))}", e);
            }
        }
    }

    private sealed class Schedule(int seed)
    {
        private readonly Random random = new(seed);
        private readonly List<string> items = [];
        private readonly List<string> joined = [];
        private readonly List<string> ready = [];
        private readonly List<ulong> oldLeases = [];
        private int workers;

        public CoreHarness Core { get; } = new(maxAttempts: 1 + (seed % 3));

        public List<string> Log { get; } = [];

        public void Step()
        {
            switch (random.Next(12))
            {
                case 0 or 1 or 2:
                    string item = $"t{items.Count}";
                    items.Add(item);
                    Note($"submit {item}", Core.Submit(item, random.Next(4) == 0 ? random.Next(1, 4) : null, random.Next(2)));
                    break;
                case 3 when items.Count > 0:
                    string canceled = Any(items);
                    Note($"cancel {canceled}", Core.Cancel(canceled));
                    break;
                case 4 when joined.Count + ready.Count < 4:
                    joined.Add($"w{workers++}");
                    Note($"join {joined[^1]}", Core.Join(joined[^1]));
                    break;
                case 5 when joined.Count > 0:
                    string greeted = Any(joined);
                    joined.Remove(greeted);
                    ready.Add(greeted);
                    Note($"ready {greeted}", Core.Ready(greeted));
                    break;
                case 6 when ready.Count + joined.Count > 0 && random.Next(2) == 0:
                    string lost = Any([.. ready, .. joined]);
                    foreach (string held in Core.HeldBy(lost))
                        oldLeases.Add(Core.LeaseOf(held));
                    joined.Remove(lost);
                    ready.Remove(lost);
                    Note($"close {lost}", Core.Close(lost));
                    break;
                case 7 when oldLeases.Count > 0 && ready.Count > 0:
                    Assert.Empty(Core.Frame(Any(ready), oldLeases[random.Next(oldLeases.Count)]));
                    break;
                case 8 when seed % 4 == 0 && random.Next(40) == 0:
                    Note("stop", Core.Stop());
                    break;
                default:
                    EndOne();
                    break;
            }
        }

        /// <summary>Workers join and end what they hold, in order, until nothing is left.</summary>
        public void Drain()
        {
            string last = $"w{workers++}";
            Core.JoinReady(last);
            ready.Add(last);
            while (Core.Done.Count < items.Count)
            {
                int before = Core.Done.Count;
                foreach (string worker in ready)
                {
                    if (Core.HeldBy(worker) is [string first, ..])
                        Core.End(first);
                }

                Assert.True(Core.Done.Count > before, "nothing runs, but not all is done");
            }
        }

        public void CheckAllDone()
        {
            Assert.Equal(items.Order(), Core.Done.Order());
            Assert.All(items, i => Assert.Equal(WorkItemState.Done, Core.Item(i).State));
            Assert.All(ready, w => Assert.Empty(Core.HeldBy(w)));
        }

        private void EndOne()
        {
            string[] busy = [.. ready.Where(w => Core.HeldBy(w).Count > 0)];
            if (busy.Length == 0)
                return;
            string first = Core.HeldBy(Any(busy))[0];
            FrameKind kind = random.Next(5) switch { 0 => FrameKind.Failure, 1 => FrameKind.Canceled, _ => FrameKind.Result };
            oldLeases.Add(Core.LeaseOf(first));
            Note($"{kind} of {first}", Core.End(first, kind, (long)Math.Pow(10, random.Next(13))));
        }

        private string Any(IReadOnlyList<string> names) => names[random.Next(names.Count)];

        private void Note(string what, string[] effects) => Log.Add($"{what} -> [{string.Join(", ", effects)}]");
    }
}
