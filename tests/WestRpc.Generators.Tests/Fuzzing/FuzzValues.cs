using System.Numerics;
using System.Reflection;
using MessagePack;

namespace WestRpc.Generators.Tests.Fuzzing;

/// <summary>Random values of any type that the grammar makes: ordinary ones, those at the edges, deep ones and large ones.</summary>
internal sealed class FuzzValues(Random random)
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public;

    // What one value may consist of at most.
    private const int MostParts = 500;

    private int depthLeft;
    private int partsLeft;
    private bool isUtcOnly;

    public object? Next(Type type)
    {
        depthLeft = random.Next(50) == 0 ? 120 : random.Next(2, 9);
        partsLeft = MostParts;
        isUtcOnly = false;
        return Make(type);
    }

    private object? Make(Type type)
    {
        partsLeft--;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return random.Next(4) == 0 ? null : Make(underlying);
        if (Leaf(type) is { } leaf)
            return leaf;
        if (!type.IsValueType && (depthLeft <= 0 || partsLeft <= 0 || random.Next(12) == 0))
            return null;
        if (type == typeof(string))
            return Text();
        depthLeft--;
        object? value = Composite(type);
        depthLeft++;
        return value;
    }

    private object? Leaf(Type type) =>
        type.IsEnum ? Enum.ToObject(type, random.Next(3) == 0 ? random.Next(128) : random.Next(2))
        : type == typeof(bool) ? random.Next(2) == 0
        : type == typeof(sbyte) ? (sbyte)Integer()
        : type == typeof(byte) ? (byte)Integer()
        : type == typeof(short) ? (short)Integer()
        : type == typeof(ushort) ? (ushort)Integer()
        : type == typeof(int) ? (int)Integer()
        : type == typeof(uint) ? (uint)Integer()
        : type == typeof(long) ? Integer()
        : type == typeof(ulong) ? (ulong)Integer()
        : type == typeof(char) ? (char)Integer()
        : type == typeof(float) ? Single()
        : type == typeof(double) ? Double()
        : type == typeof(Half) ? BitConverter.Int16BitsToHalf((short)Integer())
        : type == typeof(decimal) ? Decimal()
        : type == typeof(Int128) ? ((Int128)Integer() << random.Next(65)) ^ Integer()
        : type == typeof(UInt128) ? ((UInt128)(ulong)Integer() << random.Next(65)) ^ (ulong)Integer()
        : type == typeof(BigInteger) ? new BigInteger(Bytes(random.Next(40)))
        : type == typeof(Complex) ? new Complex(Double(), Double())
        : type == typeof(Vector2) ? new Vector2(Single(), Single())
        : type == typeof(Vector3) ? new Vector3(Single(), Single(), Single())
        : type == typeof(Vector4) ? new Vector4(Single(), Single(), Single(), Single())
        : type == typeof(Quaternion) ? new Quaternion(Single(), Single(), Single(), Single())
        : type == typeof(Guid) ? new Guid(Bytes(16))
        : type == typeof(TimeSpan) ? new TimeSpan(Integer())
        : type == typeof(DateOnly) ? DateOnly.FromDayNumber((int)Within(DateOnly.MaxValue.DayNumber))
        : type == typeof(TimeOnly) ? new TimeOnly(Within(TimeOnly.MaxValue.Ticks))
        : type == typeof(DateTime) ? new DateTime(Within(DateTime.MaxValue.Ticks), isUtcOnly ? DateTimeKind.Utc : (DateTimeKind)random.Next(3))
        : type == typeof(DateTimeOffset) ? DateTimeOffset()
        : null;

    private object Composite(Type type)
    {
        if (type == typeof(Uri))
            return new Uri(random.Next(2) == 0 ? "https://example.org/a%20b?c=ü#d" : $"../{random.Next()}", UriKind.RelativeOrAbsolute);
        if (type == typeof(Version))
            return random.Next(2) == 0 ? new Version(random.Next(), random.Next()) : new Version(1, random.Next(), 0, random.Next());
        if (type.IsArray)
            return Array(type.GetElementType()!, type.GetArrayRank());
        if (type.IsGenericType && FuzzCollections.ItemOf(type) is { } item)
            return FuzzCollections.Of(type, Items(type, item));
        if (type.IsInterface || type.IsAbstract)
            return Object(Pick(type.GetCustomAttributes<UnionAttribute>().ToArray()).SubType);
        return Object(type);
    }

    private Array Array(Type element, int rank)
    {
        int[] lengths = [.. Enumerable.Range(0, rank).Select(_ => rank == 1 && element.IsPrimitive && random.Next(40) == 0 ? 2_000 : Count())];
        var array = System.Array.CreateInstance(element, lengths);
        int[] at = new int[rank];
        for (int i = 0; i < array.Length; i++)
        {
            for (int dimension = rank - 1, rest = i; dimension >= 0; dimension--)
                (rest, at[dimension]) = (rest / lengths[dimension], rest % lengths[dimension]);
            array.SetValue(Make(element), at);
        }

        return array;
    }

    /// <summary>Items as an array; those that are looked up by a key have each key once.</summary>
    private Array Items(Type type, Type item)
    {
        var items = new List<object?>();
        var keys = new HashSet<object>();
        for (int i = Count(); i > 0; i--)
        {
            if (FuzzCollections.IsSet(type))
            {
                object key = Key(item);
                if (keys.Add(key))
                    items.Add(key);
            }
            else if (FuzzCollections.IsDictionary(type))
            {
                object key = Key(item.GetGenericArguments()[0]);
                if (keys.Add(key))
                    items.Add(Activator.CreateInstance(item, key, Make(item.GetGenericArguments()[1])));
            }
            else
                items.Add(Make(item));
        }

        var array = System.Array.CreateInstance(item, items.Count);
        for (int i = 0; i < items.Count; i++)
            array.SetValue(items[i], i);
        return array;
    }

    private object Key(Type type)
    {
        partsLeft = Math.Max(partsLeft, 1);
        return type == typeof(string) ? Text() : Make(type)!;
    }

    private object Object(Type type)
    {
        bool before = isUtcOnly;
        isUtcOnly |= type.IsDefined(typeof(MessagePackObjectAttribute), inherit: false);
        ConstructorInfo? constructor = type.GetConstructors().MaxBy(static c => c.GetParameters().Length);
        ParameterInfo[] parameters = constructor?.GetParameters() ?? [];
        object value = parameters.Length == 0
            ? Activator.CreateInstance(type)!
            : constructor!.Invoke([.. parameters.Select(p => Make(p.ParameterType))]);
        foreach (PropertyInfo property in type.GetProperties(Members))
        {
            if (property.CanWrite && !parameters.Any(p => string.Equals(p.Name, property.Name, StringComparison.OrdinalIgnoreCase)))
                property.SetValue(value, Make(property.PropertyType));
        }

        foreach (FieldInfo field in type.GetFields(Members))
        {
            if (parameters.Length == 0)
                field.SetValue(value, Make(field.FieldType));
        }

        isUtcOnly = before;
        return value;
    }

    private int Count() => partsLeft <= 0 || depthLeft <= 0 ? 0 : random.Next(random.Next(10) == 0 ? 20 : 4);

    /// <summary>Of any size, with those at which a length or a sign changes.</summary>
    private long Integer() => random.Next(6) switch
    {
        0 => 0,
        1 => (1L << random.Next(64)) - random.Next(2),
        2 => -(1L << random.Next(64)),
        3 => random.Next(-130, 260),
        _ => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64),
    };

    private double Double() => random.Next(3) switch
    {
        0 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
        1 => ((double[])[0, -0.0, double.NaN, double.MaxValue, double.MinValue, double.Epsilon, double.PositiveInfinity, double.NegativeInfinity, BitConverter.Int64BitsToDouble(0x7ff0_0000_0000_0001)])[random.Next(9)],
        _ => random.NextDouble(),
    };

    private float Single() => random.Next(3) switch
    {
        0 => BitConverter.Int32BitsToSingle((int)random.NextInt64()),
        1 => ((float[])[0, -0f, float.NaN, float.MaxValue, float.MinValue, float.Epsilon, float.PositiveInfinity, BitConverter.Int32BitsToSingle(0x7f80_0001)])[random.Next(8)],
        _ => random.NextSingle(),
    };

    private decimal Decimal() => random.Next(4) switch
    {
        0 => ((decimal[])[0, decimal.MaxValue, decimal.MinValue, 1.50m, new decimal(1, 0, 0, true, 28)])[random.Next(5)],
        _ => new decimal((int)Integer(), (int)Integer(), (int)Integer(), random.Next(2) == 0, (byte)random.Next(29)),
    };

    private DateTimeOffset DateTimeOffset()
    {
        var offset = TimeSpan.FromMinutes(random.Next(-14 * 60, (14 * 60) + 1));
        return new DateTimeOffset(TimeSpan.TicksPerDay + Within(DateTime.MaxValue.Ticks - (2 * TimeSpan.TicksPerDay)), offset);
    }

    private long Within(long most) => random.Next(6) switch
    {
        0 => 0,
        1 => most,
        _ => random.NextInt64(most),
    };

    /// <summary>Whole characters only: half of one can't be UTF-8.</summary>
    private string Text() => random.Next(8) switch
    {
        0 => "",
        1 => "\0",
        2 => "ü€\U0001F9EC\u202e\ufeff",
        3 => new string('x', random.Next(300)),
        4 => string.Concat(Enumerable.Repeat("\U0010FFFF", random.Next(20))),
        _ => $"text {random.Next()}",
    };

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
