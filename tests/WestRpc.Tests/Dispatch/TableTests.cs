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
    public void WorkQueue_AnythingRemovedOrReturned_KeepsTheOrderOfSubmission()
    {
        var queue = new WorkQueue();
        WorkItem[] items = [.. Enumerable.Range(0, 6).Select(_ => NewItem(null))];
        foreach (WorkItem item in items)
            queue.Add(item);
        foreach (WorkItem item in items.Take(4))
            queue.Remove(item);
        queue.Remove(items[5]);
        Assert.Equal(1, queue.Count);
        queue.Return(items[3]);
        queue.Return(items[1]);
        Assert.Equal(3, queue.Count);
        Assert.Equal([items[1], items[3], items[4]], TakeAll(queue));
        Assert.Null(queue.First);
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
        var list = new SessionList();
        var other = new SessionList();
        WorkerSession[] all = [.. Enumerable.Range(0, 5).Select(_ => NewSession())];
        foreach (WorkerSession session in all)
            list.AddLast(session);
        foreach (int i in (int[])[2, 0, 4])
        {
            SessionList.Remove(all[i]);
            SessionList.Remove(all[i]);
        }

        other.AddLast(all[2]);
        Assert.Same(all[1], list.First);
        SessionList.Remove(all[1]);
        Assert.Same(all[3], list.First);
        SessionList.Remove(all[3]);
        Assert.Null(list.First);
        Assert.Same(all[2], other.First);
        list.AddLast(all[0]);
        Assert.Same(all[0], list.First);
    }

    private static List<WorkItem> TakeAll(WorkQueue queue)
    {
        var taken = new List<WorkItem>();
        while (queue.First is { } first)
        {
            taken.Add(first);
            queue.Remove(first);
        }

        return taken;
    }

    private static WorkerSession NewSession() => new(new FakeChannel(0));

    private static VoidWorkItem NewItem(WorkerSession? holder) =>
        new(new FakeCall(Task), null, CancellationToken.None) { Session = holder };
}
