using System.Collections;
using System.Collections.Immutable;
using System.Numerics;
using MessagePack;

namespace WestRpc.Tests;

/// <summary>Tasks whose generated code the tests read and write with; only WorkerProgramTests has one run.</summary>
internal static partial class TestTasks
{
    [WorkTask]
    private static double Propagate(double step, int count) => step * count;

    [WorkTask]
    private static double[] EchoNumbers(double[]? values) => values ?? [];

    [WorkTask]
    private static List<Wide> EchoWide(List<Wide> values) => values;

    [WorkTask]
    private static Dictionary<string, int> EchoTable(Dictionary<string, int> table) => table;

    [WorkTask]
    private static string[][] EchoJagged(string[][] texts) => texts;

    [WorkTask]
    private static Node? EchoNode(Node? node) => node;

    [WorkTask]
    private static Family EchoFamily(Family family) => family;

    [WorkTask]
    private static Particle EchoParticle(Particle particle) => particle;

    [WorkTask]
    private static double[,]? EchoGrids(double[,]? numbers, string?[,,]? texts) => texts is null ? numbers : null;

    [WorkTask]
    private static int EchoCollections(
        ImmutableArray<double> a, ImmutableArray<string> b, Stack<int> c, BitArray d, ArraySegment<int> e, SortedList<int, string> f) =>
        a.Length + b.Length + c.Count + d.Count + e.Count + f.Count;

    [WorkTask]
    private static Tree[] EchoTrees(Tree[] trees) => trees;

    [WorkTask]
    private static Everything EchoEverything(Everything everything) => everything;
}

internal readonly record struct Wide(long A, long B, long C, long D, decimal E);

internal sealed record Tree(Tree[]? Children);

internal sealed record Node(int Value, Node? Next);

internal sealed record Family(int Value, Family?[] Branches, List<Family>? Twigs, Dictionary<string, Family> Named)
{
    public static Family Sample { get; } = new(1, [new Family(2, [], null, []), null], [new Family(3, [], [], [])], new() { ["a"] = new Family(4, [], [], []) });
}

[MessagePackObject]
public sealed class Particle
{
    [Key(0)]
    public string Name { get; set; } = "";

    [Key(2)]
    public double[] Position { get; set; } = [];

    [Key(3)]
    public DateTime Seen { get; set; }
}

internal sealed record Everything(
    sbyte A, ulong B, float[] Floats, byte[] Bytes, string? Text, DateTime Time, DateTimeOffset Offset, Guid Id, decimal Money,
    Int128 Big, BigInteger Bigger, Complex Z, Vector3 V, Uri? Link, Version? Version, DayOfWeek Day, (int X, string Y) Pair,
    Dictionary<int, List<Node>> Nodes, HashSet<char> Letters, TimeSpan? Span)
{
    public static Everything Sample { get; } = new(
        -1, ulong.MaxValue, [1.5f, float.NaN], [1, 2, 3], "text", new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc),
        new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.FromHours(-3.5)), new Guid("00112233-4455-6677-8899-aabbccddeeff"),
        -1.50m, Int128.MinValue, BigInteger.Pow(7, 100), new Complex(1, -2), new Vector3(1, 2, 3),
        new Uri("a/b?c", UriKind.Relative), new Version(1, 2, 3), DayOfWeek.Friday, (1, "one"),
        new Dictionary<int, List<Node>> { [1] = [new Node(1, new Node(2, null))], [2] = [] }, ['a', 'ü'], TimeSpan.FromTicks(-1));
}
