using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace Collections;

public static partial class Work
{
    [WorkTask]
    private static int[][]?[] Jagged(int[][]?[] x) => x;

    [WorkTask]
    private static string?[]?[] NullableJagged(string?[]?[] x) => x;

    [WorkTask]
    private static (int[], string)[] ArraysInTuples((int[] Numbers, string Text)[] x) => x;

    [WorkTask]
    private static List<int[]>[][] ListsInArrays(List<int[]>[][] x) => x;

    [WorkTask]
    private static Dictionary<string, int[]?>[] DictionariesInArrays(Dictionary<string, int[]?>[] x) => x;

    [WorkTask]
    private static List<string?>? Lists(List<string> a, List<string?> b, List<List<string>?>? c) =>
        c is null ? null : [.. a, .. b, .. c.SelectMany(l => l ?? ["null"])];

    [WorkTask]
    private static IList<int> Interfaces(
        IList<int> a, ICollection<int> b, IEnumerable<int> c, IReadOnlyList<int> d, IReadOnlyCollection<int> e) =>
        [.. a, .. b, .. c, .. d, .. e];

    [WorkTask]
    private static (HashSet<string>, ISet<int>, IReadOnlySet<int?>) Sets(HashSet<string> a, ISet<int> b, IReadOnlySet<int?> c) => (a, b, c);

    [WorkTask]
    private static (Dictionary<string, List<int>>, IDictionary<int, string?>, IReadOnlyDictionary<(int, int), bool>) Maps(
        Dictionary<string, List<int>> a, IDictionary<int, string?> b, IReadOnlyDictionary<(int, int), bool> c) => (a, b, c);

    [WorkTask]
    private static (KeyValuePair<string, int?>, KeyValuePair<string, KeyValuePair<int, int[]>>?[]) Pairs(
        KeyValuePair<string, int?> a, KeyValuePair<string, KeyValuePair<int, int[]>>?[] b) => (a, b);

    [WorkTask]
    private static string Rest(string first, params string[] rest) => first + string.Concat(rest);

    [WorkTask]
    private static int RestList(params List<int> rest) => rest.Count;
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        await Echo<int[][]?[]>([[[1], []], null, []], x => Work.JaggedTask.SubmitAsync(work, x));
        await Echo<string?[]?[]>([["a", null], null], x => Work.NullableJaggedTask.SubmitAsync(work, x));
        await Echo<(int[], string)[]>([([1, 2], "a"), ([], "b")], x => Work.ArraysInTuplesTask.SubmitAsync(work, x));
        await Echo<List<int[]>[][]>([[[[1], [2, 3]]], []], x => Work.ListsInArraysTask.SubmitAsync(work, x));
        await Echo<Dictionary<string, int[]?>[]>([new() { ["a"] = [1], ["b"] = null }], x => Work.DictionariesInArraysTask.SubmitAsync(work, x));
        Expect.Same(new List<string?> { "a", null, "c", "null" }, await Work.ListsTask.SubmitAsync(work, ["a"], [null], [["c"], null]));
        Expect.Same(null, await Work.ListsTask.SubmitAsync(work, [], [], null));
        Expect.Same(
            new List<int> { 1, 2, 3, 4, 5 },
            await Work.InterfacesTask.SubmitAsync(work, [1], new LinkedList<int>([2]), Enumerable.Range(3, 1), [4], new Queue<int>([5])));
        await Echo(
            (new HashSet<string> { "a", "b" }, new HashSet<int> { 3 }, new HashSet<int?> { null, 4 }),
            async x => ((HashSet<string>, HashSet<int>, HashSet<int?>))await Work.SetsTask.SubmitAsync(work, x.Item1, x.Item2, x.Item3));
        var maps = await Work.MapsTask.SubmitAsync(
            work, new() { ["a"] = [1] }, new SortedDictionary<int, string?> { [2] = null }, new Dictionary<(int, int), bool> { [(1, 2)] = true });
        Expect.Same(1, maps.Item1["a"][0]);
        Expect.Same(null, maps.Item2[2]);
        Expect.Same(true, maps.Item3[(1, 2)]);
        await Echo(
            (new KeyValuePair<string, int?>("a", null), new KeyValuePair<string, KeyValuePair<int, int[]>>?[] { null, new("b", new(1, [2])) }),
            x => Work.PairsTask.SubmitAsync(work, x.Item1, x.Item2));
        Expect.Same("abc", await Work.RestTask.SubmitAsync(work, "a", ["b", "c"]));
        Expect.Same(2, await Work.RestListTask.SubmitAsync(work, [1, 2]));
    }

    private static async Task Echo<T>(T value, System.Func<T, Task<T>> send) => Expect.Same(value, await send(value));
}
