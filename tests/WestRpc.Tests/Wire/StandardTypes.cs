using System.Collections;
using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Numerics;
using System.Runtime.Serialization;
using MessagePack;
using MessagePack.Formatters;

// Types as users of MessagePack-CSharp write them, which knows public ones only.
#pragma warning disable CA1002, CA1034, CA1051, CA1819, CA2227

namespace WestRpc.Tests.Wire.Standard;

public enum Level : short
{
    Low = -3,
    High = 300,
}

[MessagePackObject]
public sealed class Values
{
    [Key(0)]
    public bool A { get; set; }

    [Key(1)]
    public sbyte B { get; set; }

    [Key(2)]
    public ulong C { get; set; }

    [Key(3)]
    public char D { get; set; }

    [Key(4)]
    public float E { get; set; }

    [Key(5)]
    public double? F { get; set; }

    [Key(6)]
    public decimal G { get; set; }

    [Key(7)]
    public string? H { get; set; }

    [Key(8)]
    public byte[]? I { get; set; }

    [Key(9)]
    public DateTime J { get; set; }

    [Key(10)]
    public DateTimeOffset K { get; set; }

    [Key(11)]
    public TimeSpan L { get; set; }

    [Key(12)]
    public Guid M { get; set; }

    [Key(13)]
    public Level N { get; set; }

    [Key(14)]
    public Uri? O { get; set; }

    [Key(15)]
    public Version? P { get; set; }

    [Key(16)]
    public BigInteger Q { get; set; }

    [Key(17)]
    public Complex R { get; set; }

    [Key(18)]
    public Half S { get; set; }

    [Key(19)]
    public DateOnly T { get; set; }

    [Key(20)]
    public TimeOnly U { get; set; }

    [Key(21)]
    public DateTime? V { get; set; }

    [Key(22)]
    public BitArray? W { get; set; }

    [Key(25)]
    public (int, string) X { get; set; }

    [Key(26)]
    public Tuple<int, string?>? Y { get; set; }

    [Key(27)]
    public KeyValuePair<string, Level?> Z { get; set; }
}

[MessagePackObject]
public sealed class Collections
{
    [Key(0)]
    public double[]? A { get; set; }

    [Key(1)]
    public int[][]? B { get; set; }

    [Key(2)]
    public double[,]? C { get; set; }

    [Key(3)]
    public string?[,,]? D { get; set; }

    [Key(4)]
    public byte[,,,]? E { get; set; }

    [Key(5)]
    public List<string?>? F { get; set; }

    [Key(6)]
    public HashSet<int>? G { get; set; }

    [Key(7)]
    public Dictionary<string, List<double>?>? H { get; set; }

    [Key(8)]
    public Queue<int>? I { get; set; }

    [Key(9)]
    public Stack<int>? J { get; set; }

    [Key(10)]
    public LinkedList<int>? K { get; set; }

    [Key(11)]
    public SortedDictionary<int, string>? L { get; set; }

    [Key(12)]
    public SortedList<int, string>? M { get; set; }

    [Key(13)]
    public SortedSet<int>? N { get; set; }

    [Key(14)]
    public ReadOnlyCollection<int>? O { get; set; }

    [Key(15)]
    public Memory<double> P { get; set; }

    [Key(16)]
    public ReadOnlyMemory<byte> Q { get; set; }

    [Key(17)]
    public ArraySegment<int> R { get; set; }

    [Key(18)]
    public ArraySegment<byte> S { get; set; }

    [Key(19)]
    public ConcurrentDictionary<string, int>? T { get; set; }

    [Key(20)]
    public ConcurrentQueue<int>? U { get; set; }

    [Key(21)]
    public ConcurrentStack<int>? V { get; set; }

    [Key(22)]
    public IReadOnlyList<int>? W { get; set; }

    [Key(23)]
    public IDictionary<int, bool>? X { get; set; }

    [Key(24)]
    public bool[]? Y { get; set; }

    [Key(25)]
    public ArraySegment<byte> Z { get; set; }
}

[MessagePackObject(keyAsPropertyName: true)]
public class NamedBase
{
    public int BaseField;

    public int BaseProperty { get; set; }

    public virtual string? Virtual { get; set; }

    internal int Internal { get; set; }
}

[MessagePackObject(keyAsPropertyName: true)]
public sealed class NamedDerived : NamedBase
{
    public double Field;

    // The attribute changes nothing where names are keys.
    [Key("other")]
    public int Property { get; init; }

    public override string? Virtual { get; set; }

    public required string Required { get; set; }

    public int Computed => 2 * Property;

    [IgnoreMember]
    public int Ignored { get; set; }

    [NonSerialized]
    public int NotSerialized;
}

[MessagePackObject]
public class KeyedBase
{
    [Key("f")]
    public int BaseField;

    [Key("v")]
    public virtual int Virtual { get; set; }

    [Key("p")]
    public int BaseProperty { get; set; }
}

[MessagePackObject]
public sealed class KeyedDerived : KeyedBase
{
    [Key("g")]
    public int Field;

    [Key("q")]
    public int Property { get; set; }

    public override int Virtual { get; set; }

    [Key("c")]
    public int Computed => 3 * Property;
}

[MessagePackObject]
public sealed record Positional([property: Key(0)] int A, [property: Key(1)] string B, [property: Key(3)] IReadOnlyList<int> C);

[MessagePackObject]
public sealed class ByPlace
{
    // Takes its members by their places among the keys, whatever it calls them.
    public ByPlace(int first, IEnumerable<int> second)
    {
        X = first;
        Y = [.. second];
    }

    [Key(2)]
    public int X { get; }

    [Key(5)]
    public int[] Y { get; }

    [Key(7)]
    public int Sum => X + Y.Sum();
}

[MessagePackObject]
public sealed class ByKey
{
    public ByKey(int x, string name)
    {
        A = x;
        Name = name;
    }

    [Key("x")]
    public int A { get; }

    [Key("y")]
    public string Name { get; }
}

[MessagePackObject]
public sealed class Marked
{
    public Marked(int a, int b) => throw new InvalidOperationException($"not {a} {b}");

    [SerializationConstructor]
    public Marked(int a) => A = a;

    [Key(0)]
    public int A { get; set; }

    [Key(1)]
    public int B { get; set; }
}

[MessagePackObject]
public struct Point
{
    [Key(0)]
    public int X;

    [Key(1)]
    public int? Y { get; set; }
}

[MessagePackObject]
public readonly struct Fixed(int x)
{
    [Key(0)]
    public int X { get; } = x;
}

[MessagePackObject]
public sealed class Told : IMessagePackSerializationCallbackReceiver
{
    [Key(0)]
    public int Written { get; set; }

    [IgnoreMember]
    public int Twice { get; private set; }

    public void OnBeforeSerialize() => Written = 7;

    public void OnAfterDeserialize() => Twice = 2 * Written;
}

[MessagePackObject]
public sealed class ToldQuietly : IMessagePackSerializationCallbackReceiver
{
    [Key(0)]
    public int Written { get; set; }

    [IgnoreMember]
    public int Read { get; private set; }

    void IMessagePackSerializationCallbackReceiver.OnBeforeSerialize() => Written = 8;

    void IMessagePackSerializationCallbackReceiver.OnAfterDeserialize() => Read++;
}

[MessagePackObject]
public struct ToldValue : IMessagePackSerializationCallbackReceiver
{
    [Key(0)]
    public int Written { get; set; }

    [IgnoreMember]
    public int Read { get; private set; }

    public void OnBeforeSerialize() => Written = 9;

    public void OnAfterDeserialize() => Read++;
}

[DataContract]
public sealed class Contract
{
    [DataMember(Order = 2)]
    public int A { get; set; }

    [DataMember(Order = 0)]
    public string? B { get; set; }

    public int NotSent { get; set; }
}

[DataContract]
public sealed class NamedContract
{
    [DataMember(Name = "a b")]
    public int A { get; set; }

    [DataMember]
    public Contract? B { get; set; }

    [IgnoreDataMember]
    public int NotSent { get; set; }
}

[MessagePackObject]
public sealed class Generic<T>
{
    [Key(0)]
    public T? Value { get; set; }

    [Key(1)]
    public Dictionary<string, T[]>? More { get; set; }
}

[MessagePackObject]
public sealed class Recursive
{
    [Key(0)]
    public List<Recursive?>? Children { get; set; }
}

[Union(0, typeof(Circle))]
[Union(5, typeof(Group))]
[Union(-1, typeof(Dot))]
public interface IShape;

[MessagePackObject]
public sealed record Circle([property: Key(0)] double Radius) : IShape;

[MessagePackObject(true)]
public sealed class Group : IShape
{
    public IShape?[]? Parts { get; set; }
}

[MessagePackObject]
public struct Dot : IShape
{
    [Key(0)]
    public int X { get; set; }
}

[Union(0, typeof(Dog))]
[Union(1, typeof(Cat))]
[MessagePackObject]
public abstract class Animal
{
    [Key(0)]
    public string? Name { get; set; }
}

[MessagePackObject]
public sealed class Dog : Animal
{
    [Key(1)]
    public int Age { get; set; }
}

[MessagePackObject]
public sealed class Cat : Animal
{
    [Key(2)]
    public int Lives { get; set; }
}

[MessagePackObject]
public sealed class Holder
{
    [Key(0)]
    public IShape? Shape { get; set; }

    [Key(1)]
    public Animal[]? Animals { get; set; }
}

public sealed class HexFormatter : IMessagePackFormatter<int>
{
    public void Serialize(ref MessagePackWriter writer, int value, MessagePackSerializerOptions options) =>
        writer.Write(value.ToString("x", System.Globalization.CultureInfo.InvariantCulture));

    public int Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        Convert.ToInt32(reader.ReadString(), 16);
}

[MessagePackObject]
public sealed class Formatted
{
    [Key(0)]
    [MessagePackFormatter(typeof(HexFormatter))]
    public int Hex { get; set; }

    [Key(1)]
    public int Plain { get; set; }
}

[MessagePackObject]
public sealed class Empty;
