using System.Buffers;
using System.Runtime.InteropServices;
using MessagePack;

namespace WestRpc.Wire;

public static partial class WireFormat
{
    /// <summary>The MessagePack extension type of a block of numbers.</summary>
    public const sbyte BlockExtension = 87;

    /// <summary>
    /// Writes an array of numbers as one block: extension 87 with one byte for the kind of number and then the numbers,
    /// little-endian. Copied once, whatever the size.
    /// </summary>
    /// <typeparam name="T">A whole or floating-point number of one to eight bytes.</typeparam>
    /// <exception cref="WorkSerializationException">It takes more than 2 GiB.</exception>
    public static void WriteBlock<T>(ref MessagePackWriter writer, T[]? value)
        where T : unmanaged
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        ReadOnlySpan<byte> bytes = AsBytes(value);
        writer.WriteExtensionFormatHeader(new ExtensionHeader(BlockExtension, (uint)bytes.Length + 1));
        Span<byte> target = writer.GetSpan(bytes.Length + 1);
        target[0] = KindOf<T>();
        bytes.CopyTo(target[1..]);
        writer.Advance(bytes.Length + 1);
    }

    /// <summary>Reads what <see cref="WriteBlock"/> wrote.</summary>
    /// <exception cref="WorkSerializationException">The bytes are no such block.</exception>
    public static T[]? ReadBlock<T>(ref MessagePackReader reader)
        where T : unmanaged
    {
        if (reader.TryReadNil())
            return null;
        ExtensionHeader header = reader.ReadExtensionFormatHeader();
        int size = Marshal.SizeOf<T>();
        if (header.TypeCode != BlockExtension || header.Length == 0 || (header.Length - 1) % size != 0)
            throw new WorkSerializationException($"A block of {typeof(T).Name} was expected.");
        ReadOnlySequence<byte> bytes = reader.ReadRaw(header.Length);
        if (bytes.FirstSpan[0] != KindOf<T>())
            throw new WorkSerializationException($"A block of {typeof(T).Name} was expected, one of another number came.");
        T[] value = GC.AllocateUninitializedArray<T>((int)((header.Length - 1) / size));
        bytes.Slice(1).CopyTo(MemoryMarshal.AsBytes(value.AsSpan()));
        return value;
    }

    /// <summary>Reads an array of bytes; null as nil.</summary>
    public static byte[]? ReadBytes(ref MessagePackReader reader) => reader.ReadBytes()?.ToArray();

    private static ReadOnlySpan<byte> AsBytes<T>(T[] value)
        where T : unmanaged
    {
        try
        {
            return MemoryMarshal.AsBytes(value.AsSpan());
        }
        catch (OverflowException e)
        {
            throw new WorkSerializationException(
                $"An array of {value.Length:N0} {typeof(T).Name} takes more than 2 GiB: send it in parts, or in a file.", e);
        }
    }

    // The size in the low four bits, the family above them.
    private static byte KindOf<T>() => Type.GetTypeCode(typeof(T)) switch
    {
        TypeCode.SByte => 0x11,
        TypeCode.Int16 => 0x12,
        TypeCode.Int32 => 0x14,
        TypeCode.Int64 => 0x18,
        TypeCode.UInt16 => 0x22,
        TypeCode.UInt32 => 0x24,
        TypeCode.UInt64 => 0x28,
        TypeCode.Single => 0x34,
        TypeCode.Double => 0x38,
        _ => throw new NotSupportedException($"{typeof(T)} is no number that goes into a block."),
    };
}
