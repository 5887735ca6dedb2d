using WestRpc.Dispatch;

namespace WestRpc.Tests.Dispatch;

/// <summary>The core's tables and lists by themselves.</summary>
public sealed class TableTests
{
    private static readonly WorkTaskDescriptor Task = FakeCall.DescriptorOf("Work");

    [Fact]
    public void LeaseTable_ManyOpen_EachIsFoundByItsHolderOnly()
    {
        var table = new LeaseTable();
        WorkerSession holder = NewSession();
        WorkItem[] items = [.. Enumerable.Range(0, 1_000).Select(_ => NewItem(holder))];
        ulong[] leases = [.. items.Select(table.Open)];
        Assert.Equal(1_000, leases.Distinct().Count());
        Assert.DoesNotContain(0UL, leases);
        for (int i = 0; i < items.Length; i++)
        {
            Assert.Same(items[i], table.Find(leases[i], holder));
            Assert.Equal(leases[i], table.NumberOf(items[i]));
            Assert.Null(table.Find(leases[i], NewSession()));
        }
    }

    [Fact]
    public void LeaseTable_Closed_NumberIsNeverUsedAgain()
    {
        var table = new LeaseTable();
        WorkerSession holder = NewSession();
        var seen = new HashSet<ulong>();
        for (int i = 0; i < 1_000; i++)
        {
            WorkItem item = NewItem(holder);
            ulong lease = table.Open(item);
            Assert.True(seen.Add(lease));
            table.Close(item);
            Assert.Null(table.Find(lease, holder));
        }
    }

    [Fact]
    public void LeaseTable_Empty_FindsNothing()
    {
        var table = new LeaseTable();
        Assert.Null(table.Find(0, NewSession()));
        Assert.Null(table.Find(ulong.MaxValue, NewSession()));
    }

    [Fact]
    public void Lane_AnythingRemovedOrReturned_KeepsTheOrderOfSubmission()
    {
        var lanes = new Lanes();
        WorkItem[] items = [.. Enumerable.Range(0, 6).Select(_ => NewItem(null))];
        foreach (WorkItem item in items)
            lanes.Add(item, TaskPolicy.Default);
        Lane lane = items[0].Lane!;

        foreach (WorkItem item in items.Take(4))
            lane.Remove(item);
        lane.Remove(items[5]);
        Assert.Equal(1, lanes.Count);
        lane.Requirement.Return(items[3]);
        lane.Requirement.Return(items[1]);
        Assert.Equal(3, lanes.Count);
        Assert.Equal(3, lane.Requirement.Queued);
        Assert.Equal([items[1], items[3], items[4]], TakeAll(lanes));
        Assert.Null(lane.First);
        Assert.Equal(0, lane.Requirement.Queued);
    }

    [Fact]
    public void Lanes_SamePriorityAndResources_AreOneLane()
    {
        var lanes = new Lanes();
        Lane plain = Add(lanes, new WorkOptions(), out Requirement? first);
        Assert.NotNull(first);
        Assert.Same(plain, Add(lanes, new WorkOptions { Label = "other", MaxAttempts = 7 }, out Requirement? same));
        Assert.Null(same);
        Lane urgent = Add(lanes, new WorkOptions { Priority = 1 }, out same);
        Assert.NotSame(plain, urgent);
        Assert.Null(same);
        Assert.Same(plain.Requirement, urgent.Requirement);
        Lane gpu = Add(lanes, new WorkOptions { Resources = new Dictionary<string, int> { ["gpu"] = 1 } }, out same);
        Assert.Same(gpu.Requirement, same);
        Assert.Equal([plain.Requirement, gpu.Requirement], lanes.Requirements);
    }

    [Fact]
    public void Lanes_APriorityForEachCall_GoInItsOrderAndLeaveNoLane()
    {
        var lanes = new Lanes();
        int[] priorities = [int.MinValue, int.MaxValue, .. Enumerable.Range(-500, 1_000)];
        new Random(1).Shuffle(priorities);
        foreach (int priority in priorities)
            Add(lanes, new WorkOptions { Priority = priority }, out _);
        List<WorkItem> taken = TakeAll(lanes);
        Assert.Equal(priorities.OrderDescending(), taken.Select(static i => i.Lane!.Priority));
        Assert.Single(taken, static i => i.Lane!.IsKept);
    }

    [Fact]
    public void Lanes_OneComesBackToALaneThatIsGone_StandsBeforeLaterOnesOfItsPriority()
    {
        var lanes = new Lanes();
        var urgent = new WorkOptions { Priority = 1 };
        WorkItem early = NewItem(null);
        lanes.Add(early, new TaskPolicy(urgent));
        Lane gone = early.Lane!;
        gone.Remove(early);
        Add(lanes, new WorkOptions(), out _);
        Assert.Equal(0, gone.Requirement.First!.Lane!.Priority);
        Assert.False(gone.IsKept);

        Lane lane = Add(lanes, urgent, out _);
        Assert.NotSame(gone, lane);
        lane.Requirement.Return(early);
        Assert.Same(lane, early.Lane);
        Assert.Same(early, lane.Requirement.First);
    }

    [Fact]
    public void WorkItemList_AnyRemoved_KeepsTheRest()
    {
        var random = new Random(1);
        var list = new WorkItemList();
        var expected = new List<WorkItem>();
        for (int i = 0; i < 500; i++)
        {
            if (expected.Count == 0 || random.Next(3) > 0)
            {
                expected.Add(NewItem(null));
                list.AddLast(expected[^1]);
            }
            else
            {
                WorkItem removed = expected[random.Next(expected.Count)];
                expected.Remove(removed);
                list.Remove(removed);
                Assert.Null(removed.Next);
                Assert.Null(removed.Previous);
            }

            Assert.Equal(expected.Count, list.Count);
        }

        var found = new List<WorkItem>();
        for (WorkItem? item = list.First; item is not null; item = item.Next)
            found.Add(item);
        Assert.Equal(expected, found);
    }

    [Fact]
    public void SessionList_AnyRemoved_KeepsTheRest()
    {
        var list = new SessionList(static (s) => ref s.All);
        var other = new SessionList(static (s) => ref s.Parked);
        WorkerSession[] all = [.. Enumerable.Range(0, 5).Select(_ => NewSession())];
        foreach (WorkerSession session in all)
        {
            list.Add(session);
            list.Add(session);
        }

        foreach (int i in (int[])[2, 0, 4])
        {
            list.Remove(all[i]);
            list.Remove(all[i]);
        }

        Assert.Equal(2, list.Count);
        other.Add(all[2]);
        other.Add(all[3]);
        Assert.Equal([all[1], all[3]], AllIn(list));
        list.Remove(all[1]);
        Assert.Same(all[3], list.First);
        list.Remove(all[3]);
        Assert.Null(list.First);
        Assert.Equal([all[2], all[3]], AllIn(other));
        list.Add(all[0]);
        Assert.Equal([all[0]], AllIn(list));
        Assert.Equal(1, list.Count);
    }

    private static List<WorkerSession> AllIn(SessionList list)
    {
        var all = new List<WorkerSession>();
        for (WorkerSession? session = list.First; session is not null; session = list.After(session))
            all.Add(session);
        return all;
    }

    private static Lane Add(Lanes lanes, WorkOptions options, out Requirement? added)
    {
        WorkItem item = NewItem(null);
        added = lanes.Add(item, new TaskPolicy(options));
        return item.Lane!;
    }

    private static List<WorkItem> TakeAll(Lanes lanes)
    {
        var taken = new List<WorkItem>();
        while (lanes.TakeAny() is { } first)
            taken.Add(first);
        return taken;
    }

    private static WorkerSession NewSession() => new(new FakeChannel(0));

    private static VoidWorkItem NewItem(WorkerSession? holder) =>
        new(new FakeCall(Task), null, CancellationToken.None) { Session = holder };
}
