using System.Globalization;
using System.Numerics;
using MessagePack;
using WestRpc.Wire;

namespace WestRpc.Tests.Wire;

/// <summary>Each known type: all of its values come back, extremes included.</summary>
public sealed class WireFormatValueTests
{
    [Fact]
    public void DateTime_AnyKind_IsKept()
    {
        foreach (DateTimeKind kind in Enum.GetValues<DateTimeKind>())
        {
            foreach (DateTime value in (DateTime[])[new DateTime(2024, 2, 29, 23, 59, 59, 999, kind).AddTicks(7), new DateTime(1, kind)])
            {
                DateTime back = RoundTrip(WireFormat.Write, WireFormat.ReadDateTime, value);
                Assert.Equal(value, back);
                Assert.Equal(kind, back.Kind);
            }
        }

        Assert.Equal(DateTime.MaxValue, RoundTrip(WireFormat.Write, WireFormat.ReadDateTime, DateTime.MaxValue));
        Assert.Equal(DateTime.MinValue, RoundTrip(WireFormat.Write, WireFormat.ReadDateTime, DateTime.MinValue));
    }

    [Fact]
    public void DateTimeOffset_AnyOffset_IsKept()
    {
        DateTimeOffset[] values =
        [
            DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch.AddTicks(1),
            new(2024, 2, 29, 1, 2, 3, TimeSpan.FromHours(14)), new(2024, 2, 29, 1, 2, 3, TimeSpan.FromMinutes(-839)),
            new(1, 1, 1, 0, 0, 0, TimeSpan.FromHours(-14)), new(9999, 12, 31, 23, 59, 59, TimeSpan.FromHours(14)),
        ];
        foreach (DateTimeOffset value in values)
        {
            DateTimeOffset back = RoundTrip(WireFormat.Write, WireFormat.ReadDateTimeOffset, value);
            Assert.True(value.EqualsExact(back), $"{value:O} came back as {back:O}");
        }
    }

    [Fact]
    public void Times_Extremes_AreKept()
    {
        Same(WireFormat.Write, WireFormat.ReadTimeSpan, TimeSpan.MinValue, TimeSpan.MaxValue, TimeSpan.Zero, new TimeSpan(-1));
        Same(WireFormat.Write, WireFormat.ReadDateOnly, DateOnly.MinValue, DateOnly.MaxValue, new DateOnly(2024, 2, 29));
        Same(WireFormat.Write, WireFormat.ReadTimeOnly, TimeOnly.MinValue, TimeOnly.MaxValue, new TimeOnly(1, 2, 3));
    }

    [Fact]
    public void Half_AnyBits_AreKept()
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            Half value = BitConverter.UInt16BitsToHalf((ushort)bits);
            Half back = RoundTrip(WireFormat.Write, WireFormat.ReadHalf, value);
            Assert.True(Half.IsNaN(value) ? Half.IsNaN(back) : bits == BitConverter.HalfToUInt16Bits(back), $"{bits:x4} is lost");
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.000")]
    [InlineData("1.50")]
    [InlineData("-79228162514264337593543950335")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("0.0000000000000000000000000001")]
    [InlineData("-1.0000000000000000000000000000")]
    public void Decimal_ScaleAndSign_AreKept(string text)
    {
        decimal value = decimal.Parse(text, CultureInfo.InvariantCulture);
        Assert.Equal(decimal.GetBits(value), decimal.GetBits(RoundTrip(WireFormat.Write, WireFormat.ReadDecimal, value)));
    }

    [Fact]
    public void WideNumbers_Extremes_AreKept()
    {
        Same(WireFormat.Write, WireFormat.ReadInt128, Int128.MinValue, Int128.MaxValue, Int128.Zero, Int128.NegativeOne);
        Same(WireFormat.Write, WireFormat.ReadUInt128, UInt128.MinValue, UInt128.MaxValue, UInt128.One << 64);
        Same(
            WireFormat.Write, WireFormat.ReadBigInteger,
            BigInteger.Zero, BigInteger.MinusOne, BigInteger.Pow(2, 1_000), -BigInteger.Pow(2, 127), 127, 128, 255);
    }

    [Fact]
    public void Tuples_OfFloats_KeepNotANumberAndZeroesSign()
    {
        Same(WireFormat.Write, WireFormat.ReadComplex, new Complex(double.NaN, -0.0), new Complex(double.MaxValue, double.Epsilon));
        Same(WireFormat.Write, WireFormat.ReadVector2, new Vector2(1, float.NaN));
        Same(WireFormat.Write, WireFormat.ReadVector3, new Vector3(1, 2, float.NegativeInfinity));
        Same(WireFormat.Write, WireFormat.ReadVector4, new Vector4(1, 2, 3, float.Epsilon));
        Same(WireFormat.Write, WireFormat.ReadQuaternion, new Quaternion(1, 2, 3, 4));
        Complex zero = RoundTrip(WireFormat.Write, WireFormat.ReadComplex, new Complex(-0.0, 0));
        Assert.True(double.IsNegative(zero.Real));
    }

    [Fact]
    public void References_OfText_AreKeptAndNullIsNull()
    {
        Same(
            WireFormat.Write, WireFormat.ReadUri,
            new Uri("https://example.org/a%20b?c=ü#d"), new Uri("../a b", UriKind.Relative), new Uri("", UriKind.Relative), null);
        Same(
            WireFormat.Write, WireFormat.ReadVersion,
            new Version(1, 2), new Version(1, 2, 3), new Version(int.MaxValue, 0, 0, int.MaxValue), null);
        Same(WireFormat.Write, WireFormat.ReadGuid, Guid.Empty, Guid.AllBitsSet, Guid.NewGuid());
    }

    [Fact]
    public void Bytes_OfTheTypesThatItKnows_AreThoseOfMessagePackCSharp()
    {
        Agrees(WireFormat.Write, WireFormat.ReadDateTimeOffset, new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.FromHours(-3.5)));
        Agrees(WireFormat.Write, WireFormat.ReadTimeSpan, TimeSpan.FromSeconds(-1.5));
        Agrees(WireFormat.Write, WireFormat.ReadDateOnly, new DateOnly(2024, 2, 29));
        Agrees(WireFormat.Write, WireFormat.ReadTimeOnly, new TimeOnly(23, 59));
        Agrees(WireFormat.Write, WireFormat.ReadGuid, new Guid("00112233-4455-6677-8899-aabbccddeeff"));
        Agrees(WireFormat.Write, WireFormat.ReadDecimal, -1.50m);
        Agrees(WireFormat.Write, WireFormat.ReadHalf, (Half)1.5);
        Agrees(WireFormat.Write, WireFormat.ReadBigInteger, BigInteger.Pow(-7, 101));
        Agrees(WireFormat.Write, WireFormat.ReadComplex, new Complex(1, -2));
        Agrees(WireFormat.Write, WireFormat.ReadUri, new Uri("a/b", UriKind.Relative));
        Agrees(WireFormat.Write, WireFormat.ReadUri, new Uri("https://example.org/a%20b?c=ü"));
        Agrees(WireFormat.Write, WireFormat.ReadVersion, new Version(1, 2, 3));
    }

    private static T RoundTrip<T>(ValueWriter<T> write, ValueReader<T> read, T value) => WireBytes.Read(read, WireBytes.Write(write, value));

    private static void Same<T>(ValueWriter<T> write, ValueReader<T> read, params T[] values) =>
        Assert.All(values, v => Assert.Equal(v, RoundTrip(write, read, v)));

    private static void Agrees<T>(ValueWriter<T> write, ValueReader<T> read, T value)
    {
        byte[] theirs = MessagePackSerializer.Serialize(value, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(Convert.ToHexString(theirs), Convert.ToHexString(WireBytes.Write(write, value)));
        Assert.Equal(value, WireBytes.Read(read, theirs));
    }
}
