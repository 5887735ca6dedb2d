using System.Collections;
using MessagePack;
using WestRpc.Tests.Wire.Standard;
using static WestRpc.Tests.Wire.StandardTasks;

namespace WestRpc.Tests.Wire;

/// <summary>
/// What is a <c>[MessagePackObject]</c> crosses both ways: our bytes are those of MessagePack-CSharp's standard resolver, it
/// reads ours and we read its.
/// </summary>
public sealed class StandardBytesTests
{
    private static readonly DateTime Day = new(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc);

    [Fact]
    public void Values_OfEachKind_Cross()
    {
        Crosses(new Values(), static x => new ValuesTask(x), static t => t.X);
        Crosses(
            new Values
            {
                A = true, B = -1, C = ulong.MaxValue, D = 'ü', E = 1.5f, F = double.NaN, G = -1.50m, H = "text", I = [1, 2], J = Day,
                K = new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.FromHours(-3.5)), L = TimeSpan.FromTicks(-5),
                M = new Guid("00112233-4455-6677-8899-aabbccddeeff"), N = Level.High, O = new Uri("a/b?c", UriKind.Relative),
                P = new Version(1, 2, 3), Q = -1000000, R = new(1, -2), S = (Half)0.5, T = new DateOnly(2024, 2, 29),
                U = new TimeOnly(1, 2, 3), V = Day, W = new BitArray([true, false]), X = (1, "x"), Y = new(2, null), Z = new("z", Level.Low),
            },
            static x => new ValuesTask(x), static t => t.X);
    }

    /// <summary>UTF-8 has no place for it; MessagePack-CSharp writes the same.</summary>
    [Fact]
    public void Strings_SurrogateWithoutPartner_ArrivesAsReplacement() => Assert.Equal(
        "a\uFFFDb\uFFFD", Crosses(new Values { H = "a\uD800b\uDC00" }, static x => new ValuesTask(x), static t => t.X).H);

    [Fact]
    public void Collections_OfEachKind_Cross()
    {
        Crosses(new Standard.Collections(), static x => new CollectionsTask(x), static t => t.X);
        Crosses(
            new Standard.Collections
            {
                A = [1, -0.0], B = [[1], []], C = new double[,] { { 1, 2, 3 }, { 4, 5, 6 } }, D = new string?[,,] { { { "a" }, { null } } },
                E = new byte[1, 2, 1, 2], F = ["a", null], G = [3], H = new() { ["a"] = [1], ["b"] = null }, I = new([1, 2]), J = new([1, 2]),
                K = new([1, 2]), L = new() { [2] = "b", [1] = "a" }, M = new() { [2] = "b", [1] = "a" }, N = [2, 1], O = new([1]),
                P = new double[] { 1, 2 }, Q = new byte[] { 1 }, R = new([1, 2, 3], 1, 2), S = new([1, 2, 3], 1, 1), T = new() { ["a"] = 1 },
                U = new([1, 2]), V = new([1, 2]), W = [1], X = new Dictionary<int, bool> { [1] = true }, Y = [true],
            },
            static x => new CollectionsTask(x), static t => t.X);
    }

    [Fact]
    public void Members_OfAnyDeclaration_Cross()
    {
        Crosses(
            new NamedDerived { BaseField = 1, BaseProperty = 2, Virtual = "v", Internal = 9, Field = 3, Property = 4, Required = "r", Ignored = 5, NotSerialized = 6 },
            static x => new NamedTask(x), static t => t.X);
        Crosses(
            new KeyedDerived { BaseField = 1, Virtual = 2, BaseProperty = 3, Field = 4, Property = 5 },
            static x => new KeyedTask(x), static t => t.X);
        Crosses(new Contract { A = 1, B = "b", NotSent = 3 }, static x => new ContractTask(x), static t => t.X);
        Crosses(new NamedContract { A = 1, B = new Contract { A = 2 }, NotSent = 3 }, static x => new NamedContractTask(x), static t => t.X);
        Crosses(new Empty(), static x => new EmptyTask(x), static t => t.X);
        Crosses(new Formatted { Hex = 255, Plain = 255 }, static x => new FormattedTask(x), static t => t.X);
    }

    [Fact]
    public void Constructors_OfAnyKind_Cross()
    {
        Crosses(new Positional(1, "b", [2, 3]), static x => new PositionalTask(x), static t => t.X);
        Crosses(new ByPlace(1, [2, 3]), static x => new ByPlaceTask(x), static t => t.X);
        Crosses(new ByKey(1, "n"), static x => new ByKeyTask(x), static t => t.X);
        Crosses(new Marked(1) { B = 2 }, static x => new MarkedTask(x), static t => t.X);
        Crosses(new Point { X = 1, Y = 2 }, static x => new PointTask(x), static t => t.X);
        Crosses(new Fixed(3), static x => new FixedTask(x), static t => t.X);
    }

    [Fact]
    public void Callbacks_AreCalled()
    {
        Assert.Equal(14, Crosses(new Told(), static x => new ToldTask(x), static t => t.X).Twice);
        Assert.Equal(1, Crosses(new ToldQuietly(), static x => new ToldQuietlyTask(x), static t => t.X).Read);
        Assert.Equal(1, Crosses(new ToldValue(), static x => new ToldValueTask(x), static t => t.X).Read);
    }

    [Fact]
    public void Generics_AndCircles_Cross()
    {
        Crosses(new Generic<double> { Value = 1.5, More = new() { ["a"] = [2] } }, static x => new GenericTask(x), static t => t.X);
        Crosses(new Generic<Generic<string>> { Value = new() { Value = "x" } }, static x => new NestedGenericTask(x), static t => t.X);
        Crosses(new Recursive { Children = [new() { Children = [] }, null] }, static x => new RecursiveTask(x), static t => t.X);
    }

    [Fact]
    public void Unions_Cross()
    {
        IShape[] shapes = [new Circle(1.5), new Group { Parts = [new Dot { X = 1 }, null, new Group()] }, new Dot { X = 2 }];
        foreach (IShape shape in shapes)
            Crosses(shape, static x => new ShapeTask(x), static t => t.X);
        Crosses(
            new Holder { Shape = shapes[1], Animals = [new Dog { Name = "d", Age = 1 }, new Cat { Lives = 9 }] },
            static x => new HolderTask(x), static t => t.X);
    }

    [Fact]
    public void Hostile_AreSerializationExceptionOnly()
    {
        HostileBytes.Check<WorkSerializationException>(
            WireBytes.Write(new HolderTask(new Holder { Shape = new Group { Parts = [new Dot()] }, Animals = [new Dog { Name = "d" }] })),
            static bytes => WireBytes.Read<HolderTask>(bytes));
        HostileBytes.Check<WorkSerializationException>(
            WireBytes.Write(new CollectionsTask(new Standard.Collections { A = [1], C = new double[1, 1], J = new([1]), T = new() { ["a"] = 1 } })),
            static bytes => WireBytes.Read<CollectionsTask>(bytes));
    }

    private static T Crosses<T, TCall>(T value, Func<T, TCall> call, Func<TCall, T> argument)
        where TCall : WorkEnvelope
    {
        byte[] theirs = Theirs(value);
        byte[] ours = WireBytes.Write(call(value))[1..];
        Assert.Equal(Convert.ToHexString(theirs), Convert.ToHexString(ours));

        T theirsRead = argument(WireBytes.Read<TCall>([0x91, .. theirs]));
        T oursRead = MessagePackSerializer.Deserialize<T>(ours, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(Convert.ToHexString(Theirs(oursRead)), Convert.ToHexString(Theirs(theirsRead)));
        Assert.Equal(Convert.ToHexString(ours), Convert.ToHexString(WireBytes.Write(call(theirsRead))[1..]));
        return theirsRead;
    }

    private static byte[] Theirs<T>(T value) =>
        MessagePackSerializer.Serialize(value, cancellationToken: TestContext.Current.CancellationToken);
}
