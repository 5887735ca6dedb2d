using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using MessagePack;
using WestRpc;
using WestRpc.Generators.Tests;

namespace Zoo;

public abstract record Shape(string Name);

public record Circle(double Radius) : Shape("circle");

public record Named(string Name, string? Alias) : Shape(Name);

public sealed record Pair<TA, TB>(TA A, TB B)
    where TB : struct;

public sealed class Graph<T>
{
    public sealed record Node(T Value, List<Node> Next);

    public enum Kind
    {
        Tree,
    }

    public Node? Root { get; set; }

    public Kind Type { get; set; }
}

public sealed record Mutual(Other? Other);

public sealed record Other(Mutual[] Mutuals, Other? Next);

public struct NestedStruct
{
    public (int A, NestedStruct[] B)? X;
}

public sealed class WithField
{
    public int Clamped
    {
        get;
        set => field = Math.Max(0, value);
    }

    public int Backed { get; set; } = 3;

    public int this[int i] => i;

    public override string ToString() => "";
}

public partial record SplitUp(int A);

public partial record SplitUp
{
    public int B { get; set; }
}

[MessagePackObject]
public sealed class Generic<T>
{
    [Key(0)]
    public T? Value { get; set; }

    [Key(1)]
    public T[]? More { get; set; }
}

[MessagePackObject(true)]
public sealed record Clash(int member0, int count, int i, int reader, int wire, int value);

public sealed record Clash2(int member0, int member1, int count, int reader, int wire, int value, int writer, int Write, int Read);

public static partial class Work
{
    [WorkTask]
    private static Pair<Pair<string, int>, (int, DateTime)> Pairs(Pair<Pair<string, int>, (int, DateTime)> x) => x;

    [WorkTask]
    private static (Graph<int>, Graph<string>.Node, Graph<int>.Kind) Graphs(Graph<int> a, Graph<string>.Node b, Graph<int>.Kind c = Graph<int>.Kind.Tree) => (a, b, c);

    [WorkTask]
    private static Mutual Mutuals(Mutual x) => x;

    [WorkTask]
    private static NestedStruct Structs(NestedStruct x) => x;

    [WorkTask]
    private static (Named, WithField, SplitUp) Objects(Named a, WithField b, SplitUp c) => (a, b, c);

    [WorkTask]
    private static (Generic<int>, Generic<string>, Generic<Generic<double[]>>) Generics(Generic<int> a, Generic<string> b, Generic<Generic<double[]>> c) => (a, b, c);

    [WorkTask]
    private static (Clash, Clash2) Clashes(Clash a, Clash2 b) => (a, b);

    [WorkTask]
    private static List<List<List<double[]?[]?>?>?>? Deep(List<List<List<double[]?[]?>?>?>? x) => x;

    [WorkTask]
    private static int Many(
        int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, int l, int m, int n, int o, int p, int q, int r,
        CancellationToken cancellation, int s, int t, int u, int v, int w, int x, int y, int z) => a + z;
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        var pairs = new Pair<Pair<string, int>, (int, DateTime)>(new("a", 1), (2, DateTime.UnixEpoch));
        Expect.Same(pairs, await Work.PairsTask.SubmitAsync(work, pairs));
        var graphs = (new Graph<int> { Root = new(1, [new(2, [])]) }, new Graph<string>.Node("a", []), Graph<int>.Kind.Tree);
        Expect.Same(graphs, await Work.GraphsTask.SubmitAsync(work, graphs.Item1, graphs.Item2));
        var mutual = new Mutual(new([new(null)], new([], null)));
        Expect.Same(mutual, await Work.MutualsTask.SubmitAsync(work, mutual));
        var structs = new NestedStruct { X = (1, [default, new NestedStruct { X = (2, []) }]) };
        Expect.Same(structs, await Work.StructsTask.SubmitAsync(work, structs));
        var objects = (new Named("n", null), new WithField { Clamped = 5, Backed = 6 }, new SplitUp(1) { B = 2 });
        Expect.Same(objects, await Work.ObjectsTask.SubmitAsync(work, objects.Item1, objects.Item2, objects.Item3));
        var generics = (new Generic<int> { Value = 1, More = [2] }, new Generic<string>(), new Generic<Generic<double[]>> { Value = new() { Value = [3] } });
        Expect.Same(generics, await Work.GenericsTask.SubmitAsync(work, generics.Item1, generics.Item2, generics.Item3));
        var clashes = (new Clash(1, 2, 3, 4, 5, 6), new Clash2(1, 2, 3, 4, 5, 6, 7, 8, 9));
        Expect.Same(clashes, await Work.ClashesTask.SubmitAsync(work, clashes.Item1, clashes.Item2));
        List<List<List<double[]?[]?>?>?> deep = [null, [null, [null, [null, [1]]]]];
        Expect.Same(deep, await Work.DeepTask.SubmitAsync(work, deep));
        Expect.Same(3, await Work.ManyTask.SubmitAsync(work, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2));
        await TooDeep(work);
    }

    private static async Task TooDeep(IWorkManager work)
    {
        Mutual cycle = new(null);
        for (int i = 0; i < 1_000; i++)
            cycle = new Mutual(new([cycle], null));
        try
        {
            await Work.MutualsTask.SubmitAsync(work, cycle);
        }
        catch (WorkSerializationException e) when (e.Message.Contains("levels deep"))
        {
        }
    }
}
