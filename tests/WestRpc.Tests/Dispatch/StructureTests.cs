using WestRpc.Dispatch;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Tests.Dispatch;

/// <summary>The core's heap, rows and rings against simple ones that are surely right.</summary>
public sealed class StructureTests
{
    private const int Steps = 20_000;

    [Fact]
    public void DeadlineHeap_AnySetsAndClears_FirstIsTheEarliest()
    {
        var random = new Random(1);
        var heap = new DeadlineHeap();
        Deadline[] all = [.. Enumerable.Range(0, 200).Select(static i => new Deadline(i))];
        var armed = new List<Deadline>();
        for (int i = 0; i < Steps; i++)
        {
            Deadline one = all[random.Next(all.Length)];
            if (random.Next(3) == 0)
            {
                heap.Clear(one);
                armed.Remove(one);
            }
            else if (random.Next(4) == 0 && heap.First is { } first)
            {
                heap.Clear(first);
                armed.Remove(first);
            }
            else
            {
                heap.Set(one, DeadlineKind.Delay, random.Next(50));
                armed.Remove(one);
                armed.Add(one);
            }

            // Of equal ones that which was set first.
            Assert.Equal(armed.Count, heap.Count);
            Assert.Same(armed.MinBy(static d => d.Due), heap.First);
            Assert.All(all, d => Assert.Equal(armed.Contains(d), d.Place >= 0));
        }
    }

    [Fact]
    public void DeadlineHeap_ClearedTwiceOrNever_NothingHappens()
    {
        var heap = new DeadlineHeap();
        var deadline = new Deadline(null);
        heap.Clear(null);
        heap.Clear(deadline);
        heap.Set(deadline, DeadlineKind.Grace, 1);
        heap.Clear(deadline);
        heap.Clear(deadline);
        Assert.Equal(0, heap.Count);
        Assert.Null(heap.First);
    }

    [Fact]
    public void WorkersByLoad_AnyMoves_LeastIsTheIdleOneThatWorkedLastOrTheOneThatWaitedLongest()
    {
        var random = new Random(2);
        var workers = new WorkersByLoad();
        WorkerPlace[] all =
        [
            .. Enumerable.Range(0, 30).Select(static i => new WorkerPlace(new WorkerSession(new FakeChannel(i)) { Completed = i % 2 }, offersMore: i % 3 == 0)),
        ];
        var expected = new List<(WorkerPlace Place, int Held)>();
        for (int i = 0; i < Steps; i++)
        {
            WorkerPlace one = all[random.Next(all.Length)];
            int? held = random.Next(3) == 0 ? null : random.Next(random.Next(2) == 0 ? 3 : 40);
            bool stays = held == 0 && expected.Contains((one, 0));
            if (!stays)
                expected.RemoveAll(e => e.Place == one);
            if (held is { } count)
                workers.Put(one, count);
            else
                workers.Remove(one);
            if (held is { } holds && !stays)
                expected.Insert(holds == 0 && one.Session.Completed > 0 ? 0 : expected.Count, (one, holds));

            // By calls held, then those with nothing else to offer; OrderBy keeps the order of coming.
            Assert.Same(
                expected.OrderBy(static e => e.Held).ThenBy(static e => e.Place.OffersMore).FirstOrDefault().Place?.Session, workers.Least);
            Assert.Equal(expected.Count(static e => e.Held == 0), workers.Idle);
        }
    }

    [Fact]
    public void AssignedCalls_AnyAddsTakesAndRemoves_AreInOrder()
    {
        var random = new Random(3);
        var calls = new AssignedCalls();
        var expected = new List<ulong>();
        ulong last = 0;
        for (int i = 0; i < Steps; i++)
        {
            switch (random.Next(i % 1_000 < 500 ? 5 : 3))
            {
                case 0:
                    Assert.Equal(expected.Count > 0, calls.TryTake(out Frame taken));
                    if (expected.Count > 0)
                    {
                        Assert.Equal(expected[0], taken.Header.Lease);
                        expected.RemoveAt(0);
                    }

                    break;
                case 1 when expected.Count > 0:
                    ulong removed = expected[random.Next(expected.Count)];
                    expected.Remove(removed);
                    Assert.True(calls.Remove(removed));
                    Assert.False(calls.Remove(removed));
                    break;
                case 1:
                    Assert.False(calls.Remove(last));
                    break;
                default:
                    calls.Add(new Frame(new FrameHeader(0, FrameKind.Assign, Lease: ++last), default));
                    expected.Add(last);
                    break;
            }

            Assert.Equal(expected.Count, calls.Count);
        }
    }

    [Fact]
    public void Lanes_ManySetsOfOptions_KeepNoneOfThem()
    {
        var lanes = new Lanes();
        WeakReference[] policies = [.. Enumerable.Range(0, 10).Select(i => Use(lanes, i))];
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.DoesNotContain(policies, static p => p.IsAlive);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference Use(Lanes lanes, int i)
        {
            var policy = new TaskPolicy(new WorkOptions { Label = $"segment {i}" });
            lanes.Add(new VoidWorkItem(new FakeCall(FakeCall.DescriptorOf("Work")), null, CancellationToken.None), policy);
            lanes.TakeAny();
            return new WeakReference(policy);
        }
    }
}
