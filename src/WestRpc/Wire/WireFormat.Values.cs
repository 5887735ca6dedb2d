using System.Buffers;
using System.Buffers.Binary;
using System.Collections;
using System.Globalization;
using System.Numerics;
using MessagePack;

// A pair of methods for each type, the same for all: what it is, is in the signature.
#pragma warning disable CS1591

namespace WestRpc.Wire;

public static partial class WireFormat
{
    /// <summary>Ticks and kind, as <see cref="DateTime.ToBinary"/> gives them.</summary>
    public static void Write(ref MessagePackWriter writer, DateTime value) => writer.Write(value.ToBinary());

    public static DateTime ReadDateTime(ref MessagePackReader reader) => DateTime.FromBinary(reader.ReadInt64());

    public static void Write(ref MessagePackWriter writer, DateTimeOffset value)
    {
        writer.WriteArrayHeader(2);
        writer.Write(new DateTime(value.Ticks, DateTimeKind.Utc));
        writer.Write((short)value.Offset.TotalMinutes);
    }

    public static DateTimeOffset ReadDateTimeOffset(ref MessagePackReader reader)
    {
        ReadHeader(ref reader, 2);
        DateTime local = reader.ReadDateTime();
        return new DateTimeOffset(local.Ticks, TimeSpan.FromMinutes(reader.ReadInt16()));
    }

    public static void Write(ref MessagePackWriter writer, TimeSpan value) => writer.Write(value.Ticks);

    public static TimeSpan ReadTimeSpan(ref MessagePackReader reader) => new(reader.ReadInt64());

    public static void Write(ref MessagePackWriter writer, DateOnly value) => writer.Write(value.DayNumber);

    public static DateOnly ReadDateOnly(ref MessagePackReader reader) => DateOnly.FromDayNumber(reader.ReadInt32());

    public static void Write(ref MessagePackWriter writer, TimeOnly value) => writer.Write(value.Ticks);

    public static TimeOnly ReadTimeOnly(ref MessagePackReader reader) => new(reader.ReadInt64());

    public static void Write(ref MessagePackWriter writer, Guid value) => writer.Write(value.ToString("D"));

    public static Guid ReadGuid(ref MessagePackReader reader) => Guid.ParseExact(reader.ReadString() ?? "", "D");

    public static void Write(ref MessagePackWriter writer, decimal value) =>
        writer.Write(value.ToString(CultureInfo.InvariantCulture));

    public static decimal ReadDecimal(ref MessagePackReader reader) =>
        decimal.Parse(reader.ReadString() ?? "", NumberStyles.Number, CultureInfo.InvariantCulture);

    public static void Write(ref MessagePackWriter writer, Half value) => writer.Write((float)value);

    public static Half ReadHalf(ref MessagePackReader reader) => (Half)reader.ReadSingle();

    public static void Write(ref MessagePackWriter writer, Int128 value)
    {
        writer.WriteBinHeader(16);
        BinaryPrimitives.WriteInt128LittleEndian(writer.GetSpan(16), value);
        writer.Advance(16);
    }

    public static Int128 ReadInt128(ref MessagePackReader reader) =>
        BinaryPrimitives.ReadInt128LittleEndian(reader.ReadBytes()?.ToArray());

    public static void Write(ref MessagePackWriter writer, UInt128 value)
    {
        writer.WriteBinHeader(16);
        BinaryPrimitives.WriteUInt128LittleEndian(writer.GetSpan(16), value);
        writer.Advance(16);
    }

    public static UInt128 ReadUInt128(ref MessagePackReader reader) =>
        BinaryPrimitives.ReadUInt128LittleEndian(reader.ReadBytes()?.ToArray());

    public static void Write(ref MessagePackWriter writer, BigInteger value) => writer.Write(value.ToByteArray());

    public static BigInteger ReadBigInteger(ref MessagePackReader reader) =>
        new(reader.ReadBytes() is { } bytes ? bytes.ToArray() : []);

    public static void Write(ref MessagePackWriter writer, Complex value) => WriteAll(ref writer, [value.Real, value.Imaginary]);

    public static Complex ReadComplex(ref MessagePackReader reader)
    {
        ReadHeader(ref reader, 2);
        return new Complex(reader.ReadDouble(), reader.ReadDouble());
    }

    public static void Write(ref MessagePackWriter writer, Vector2 value) => WriteAll(ref writer, [value.X, value.Y]);

    public static Vector2 ReadVector2(ref MessagePackReader reader)
    {
        ReadHeader(ref reader, 2);
        return new Vector2(reader.ReadSingle(), reader.ReadSingle());
    }

    public static void Write(ref MessagePackWriter writer, Vector3 value) => WriteAll(ref writer, [value.X, value.Y, value.Z]);

    public static Vector3 ReadVector3(ref MessagePackReader reader)
    {
        ReadHeader(ref reader, 3);
        return new Vector3(reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle());
    }

    public static void Write(ref MessagePackWriter writer, Vector4 value) =>
        WriteAll(ref writer, [value.X, value.Y, value.Z, value.W]);

    public static Vector4 ReadVector4(ref MessagePackReader reader)
    {
        ReadHeader(ref reader, 4);
        return new Vector4(reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle());
    }

    public static void Write(ref MessagePackWriter writer, Quaternion value) =>
        WriteAll(ref writer, [value.X, value.Y, value.Z, value.W]);

    public static Quaternion ReadQuaternion(ref MessagePackReader reader)
    {
        ReadHeader(ref reader, 4);
        return new Quaternion(reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle(), reader.ReadSingle());
    }

    public static void Write(ref MessagePackWriter writer, Uri? value) => writer.Write(value?.OriginalString);

    public static Uri? ReadUri(ref MessagePackReader reader) =>
        reader.ReadString() is { } text ? new Uri(text, UriKind.RelativeOrAbsolute) : null;

    public static void Write(ref MessagePackWriter writer, Version? value) => writer.Write(value?.ToString());

    public static Version? ReadVersion(ref MessagePackReader reader) =>
        reader.ReadString() is { } text ? Version.Parse(text) : null;

    public static void Write(ref MessagePackWriter writer, ArraySegment<byte> value)
    {
        if (value.Array is null)
            writer.WriteNil();
        else
            writer.Write(value.AsSpan());
    }

    public static void Write(ref MessagePackWriter writer, BitArray? value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(value.Length);
        for (int i = 0; i < value.Length; i++)
            writer.Write(value[i]);
    }

    public static BitArray? ReadBitArray(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
            return null;
        var value = new BitArray(reader.ReadArrayHeader());
        for (int i = 0; i < value.Length; i++)
            value[i] = reader.ReadBoolean();
        return value;
    }

    private static void WriteAll(ref MessagePackWriter writer, scoped ReadOnlySpan<float> values)
    {
        writer.WriteArrayHeader(values.Length);
        foreach (float value in values)
            writer.Write(value);
    }

    private static void WriteAll(ref MessagePackWriter writer, scoped ReadOnlySpan<double> values)
    {
        writer.WriteArrayHeader(values.Length);
        foreach (double value in values)
            writer.Write(value);
    }
}
