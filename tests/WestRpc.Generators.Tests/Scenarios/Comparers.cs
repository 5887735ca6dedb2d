using System;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading.Tasks;
using MessagePack;
using WestRpc;
using WestRpc.Generators.Tests;

namespace Comparers;

[MessagePackObject]
public sealed record Table([property: Key(0)] Dictionary<string, int> Values);

public static partial class Work
{
    [WorkTask]
    private static int Set(HashSet<string> x) => x.Count;

    [WorkTask]
    private static int SortedSet(SortedSet<string> x) => x.Count;

    [WorkTask]
    private static int AnySet(ISet<string> x) => x.Count;

    [WorkTask]
    private static int Map(Dictionary<string, int> x) => x.Count;

    [WorkTask]
    private static int SortedMap(SortedDictionary<string, int> x) => x.Count;

    [WorkTask]
    private static int SortedPairs(SortedList<string, int> x) => x.Count;

    [WorkTask]
    private static int AnyMap(IReadOnlyDictionary<string, int> x) => x.Count;

    [WorkTask]
    private static int ConcurrentMap(ConcurrentDictionary<string, int> x) => x.Count;

    [WorkTask]
    private static int Immutable(ImmutableHashSet<string> a, ImmutableSortedSet<string> b, ImmutableDictionary<string, int> c) => a.Count + b.Count + c.Count;

    [WorkTask]
    private static int Frozen(FrozenSet<string> a, FrozenDictionary<string, int> b) => a.Count + b.Count;

    [WorkTask]
    private static int Inside(Table x) => x.Values.Count;

    [WorkTask]
    private static string[] Echo(string[] x) => x;

    // A list has no comparer, whatever it was made of.
    [WorkTask]
    private static int Items(IReadOnlyCollection<string> x) => x.Count;
}

public static class Check
{
    private static readonly StringComparer Own = StringComparer.OrdinalIgnoreCase;

    public static async Task RunAsync(IWorkManager work)
    {
        Dictionary<string, int> own = new(Own) { ["a"] = 1 };
        var none = (ImmutableHashSet<string>.Empty, ImmutableSortedSet<string>.Empty, ImmutableDictionary<string, int>.Empty);
        string[] values = ["a"];
        bool isSent = !ReferenceEquals(values, await Work.EchoTask.SubmitAsync(work, values));
        foreach (Func<Task<int>> send in (Func<Task<int>>[])
        [
            () => Work.SetTask.SubmitAsync(work, new HashSet<string>(Own)),
            () => Work.SortedSetTask.SubmitAsync(work, new SortedSet<string>(Own)),
            () => Work.SortedSetTask.SubmitAsync(work, new SortedSet<string>(Comparer<string>.Create((x, y) => 0))),
            () => Work.AnySetTask.SubmitAsync(work, new SortedSet<string>(Own)),
            () => Work.AnySetTask.SubmitAsync(work, values.ToFrozenSet(Own)),
            () => Work.MapTask.SubmitAsync(work, own),
            () => Work.SortedMapTask.SubmitAsync(work, new SortedDictionary<string, int>(Own)),
            () => Work.SortedPairsTask.SubmitAsync(work, new SortedList<string, int>(Own)),
            () => Work.AnyMapTask.SubmitAsync(work, own),
            () => Work.AnyMapTask.SubmitAsync(work, own.ToImmutableSortedDictionary(Own)),
            () => Work.ConcurrentMapTask.SubmitAsync(work, new ConcurrentDictionary<string, int>(Own)),
            () => Work.ImmutableTask.SubmitAsync(work, none.Item1.WithComparer(Own), none.Item2, none.Item3),
            () => Work.ImmutableTask.SubmitAsync(work, none.Item1, none.Item2.WithComparer(Own), none.Item3),
            () => Work.ImmutableTask.SubmitAsync(work, none.Item1, none.Item2, none.Item3.WithComparers(Own)),
            () => Work.FrozenTask.SubmitAsync(work, values.ToFrozenSet(Own), FrozenDictionary<string, int>.Empty),
            () => Work.FrozenTask.SubmitAsync(work, FrozenSet<string>.Empty, own.ToFrozenDictionary(Own)),
            () => Work.InsideTask.SubmitAsync(work, new Table(own)),
        ])
            Expect.Same(isSent, await Refuses(send));

        Expect.Same(0, await Work.SetTask.SubmitAsync(work, new HashSet<string>(StringComparer.Ordinal)));
        Expect.Same(0, await Work.SetTask.SubmitAsync(work, new HashSet<string>(EqualityComparer<string>.Default)));
        Expect.Same(0, await Work.MapTask.SubmitAsync(work, new Dictionary<string, int>(StringComparer.Ordinal)));
        Expect.Same(0, await Work.AnyMapTask.SubmitAsync(work, new SortedDictionary<string, int>()));
        Expect.Same(0, await Work.ImmutableTask.SubmitAsync(work, none.Item1, none.Item2, none.Item3));
        Expect.Same(1, await Work.FrozenTask.SubmitAsync(work, values.ToFrozenSet(StringComparer.Ordinal), FrozenDictionary<string, int>.Empty));
        Expect.Same(1, await Work.ItemsTask.SubmitAsync(work, new HashSet<string>(values, Own)));
    }

    private static async Task<bool> Refuses(Func<Task<int>> send)
    {
        try
        {
            await send();
            return false;
        }
        catch (WorkSerializationException e) when (e.Message.Contains("with the comparer"))
        {
            return true;
        }
    }
}
