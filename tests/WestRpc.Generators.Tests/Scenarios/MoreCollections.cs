using System;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Linq;
using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace MoreCollections;

public static partial class Work
{
    [WorkTask]
    private static (SortedSet<int>, SortedDictionary<string, int[]>, SortedList<int, string?>) Sorted(
        SortedSet<int> a, SortedDictionary<string, int[]> b, SortedList<int, string?> c) => (a, b, c);

    [WorkTask]
    private static (Queue<string?>, Stack<int>, LinkedList<double>, ReadOnlyCollection<string>) Ordered(
        Queue<string?> a, Stack<int> b, LinkedList<double> c, ReadOnlyCollection<string> d) => (a, b, c, d);

    [WorkTask]
    private static (ImmutableList<string?>, ImmutableHashSet<int>, ImmutableSortedSet<int>) Immutable(
        ImmutableList<string?> a, ImmutableHashSet<int> b, ImmutableSortedSet<int> c) => (a, b, c);

    [WorkTask]
    private static (ImmutableDictionary<string, int>, ImmutableSortedDictionary<int, double[]>, ImmutableQueue<int>, ImmutableStack<int>) MoreImmutable(
        ImmutableDictionary<string, int> a, ImmutableSortedDictionary<int, double[]> b, ImmutableQueue<int> c, ImmutableStack<int> d) => (a, b, c, d);

    [WorkTask]
    private static (IImmutableList<int>, IImmutableSet<string>, IImmutableDictionary<int, string?>) Interfaces(
        IImmutableList<int> a, IImmutableSet<string> b, IImmutableDictionary<int, string?> c) => (a, b, c);

    [WorkTask]
    private static (FrozenSet<string>, FrozenDictionary<int, string?>) Frozen(FrozenSet<string> a, FrozenDictionary<int, string?> b) => (a, b);

    [WorkTask]
    private static (ConcurrentQueue<int>, ConcurrentStack<int>, ConcurrentBag<int>, ConcurrentDictionary<string, int>) Concurrent(
        ConcurrentQueue<int> a, ConcurrentStack<int> b, ConcurrentBag<int> c, ConcurrentDictionary<string, int> d) => (a, b, c, d);

    [WorkTask]
    private static (BitArray?, Tuple<int, string?>, Tuple<Tuple<int>>?) Others(BitArray? a, Tuple<int, string?> b, Tuple<Tuple<int>>? c) => (a, b, c);
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        (SortedSet<int>, SortedDictionary<string, int[]>, SortedList<int, string?>) sorted =
            ([3, 1, 2], new() { ["b"] = [1], ["a"] = [] }, new() { [2] = null, [1] = "x" });
        Expect.Same(sorted, await Work.SortedTask.SubmitAsync(work, sorted.Item1, sorted.Item2, sorted.Item3));
        var ordered = (new Queue<string?>(["a", null]), new Stack<int>([1, 2, 3]), new LinkedList<double>([1, 2]), new ReadOnlyCollection<string>(["x"]));
        ordered = await Work.OrderedTask.SubmitAsync(work, ordered.Item1, ordered.Item2, ordered.Item3, ordered.Item4);
        Expect.Same("a", ordered.Item1.Dequeue());
        Expect.Same(3, ordered.Item2.Pop());
        Expect.Same(new List<double> { 1, 2 }, ordered.Item3.ToList());
        Expect.Same(new List<string> { "x" }, ordered.Item4.ToList());
        (ImmutableList<string?>, ImmutableHashSet<int>, ImmutableSortedSet<int>) immutable = (["a", null], [1, 2], [4, 3]);
        Expect.Same(immutable, await Work.ImmutableTask.SubmitAsync(work, immutable.Item1, immutable.Item2, immutable.Item3));
        var more = (
            ImmutableDictionary<string, int>.Empty.Add("a", 1), ImmutableSortedDictionary<int, double[]>.Empty.Add(2, [3]).Add(1, []),
            ImmutableQueue.Create(1, 2, 3), ImmutableStack.Create(1, 2, 3));
        more = await Work.MoreImmutableTask.SubmitAsync(work, more.Item1, more.Item2, more.Item3, more.Item4);
        Expect.Same((1, 2, 1, 3), (more.Item1["a"], more.Item2.Count, more.Item3.Peek(), more.Item4.Peek()));
        var interfaces = await Work.InterfacesTask.SubmitAsync(
            work, ImmutableArray.Create(1, 2), ImmutableHashSet.Create("a"), ImmutableSortedDictionary<int, string?>.Empty.Add(1, null));
        Expect.Same((2, true, true), (interfaces.Item1[1], interfaces.Item2.Contains("a"), interfaces.Item3.ContainsKey(1)));
        var frozen = await Work.FrozenTask.SubmitAsync(work, new[] { "a", "b" }.ToFrozenSet(), new Dictionary<int, string?> { [1] = null }.ToFrozenDictionary());
        Expect.Same((2, true, (string?)null), (frozen.Item1.Count, frozen.Item1.Contains("b"), frozen.Item2[1]));
        var concurrent = (new ConcurrentQueue<int>([1, 2]), new ConcurrentStack<int>([1, 2]), new ConcurrentBag<int>([3]), new ConcurrentDictionary<string, int>());
        concurrent.Item4["a"] = 1;
        concurrent = await Work.ConcurrentTask.SubmitAsync(work, concurrent.Item1, concurrent.Item2, concurrent.Item3, concurrent.Item4);
        Expect.Same(
            (true, 1, true, 2, 3, 1),
            (concurrent.Item1.TryPeek(out int first), first, concurrent.Item2.TryPeek(out int top), top, concurrent.Item3.Single(), concurrent.Item4["a"]));
        (BitArray?, Tuple<int, string?>, Tuple<Tuple<int>>?) others = (new BitArray([true, false, true]), new(1, null), new(new(2)));
        Expect.Same(others, await Work.OthersTask.SubmitAsync(work, others.Item1, others.Item2, others.Item3));
        Expect.Same(((BitArray?)null, others.Item2, (Tuple<Tuple<int>>?)null), await Work.OthersTask.SubmitAsync(work, null, others.Item2, null));
    }
}
