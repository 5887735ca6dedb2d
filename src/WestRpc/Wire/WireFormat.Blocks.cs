using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
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
            writer.WriteNil();
        else
            WriteBlock<T>(ref writer, value.AsSpan());
    }

    /// <summary>Writes a part of an array of numbers as a block; nil where it is a part of none.</summary>
    /// <exception cref="WorkSerializationException">It takes more than 2 GiB.</exception>
    public static void WriteBlock<T>(ref MessagePackWriter writer, ArraySegment<T> value)
        where T : unmanaged
    {
        if (value.Array is null)
            writer.WriteNil();
        else
            WriteBlock<T>(ref writer, value.AsSpan());
    }

    /// <summary>Writes an immutable array of numbers as a block; the default one as nil.</summary>
    /// <exception cref="WorkSerializationException">It takes more than 2 GiB.</exception>
    public static void WriteBlock<T>(ref MessagePackWriter writer, ImmutableArray<T> value)
        where T : unmanaged
    {
        if (value.IsDefault)
            writer.WriteNil();
        else
            WriteBlock(ref writer, value.AsSpan());
    }

    /// <summary>Writes numbers as a block.</summary>
    /// <exception cref="WorkSerializationException">They take more than 2 GiB.</exception>
    public static void WriteBlock<T>(ref MessagePackWriter writer, scoped ReadOnlySpan<T> value)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = AsBytes(value);
        writer.WriteExtensionFormatHeader(new ExtensionHeader(BlockExtension, (uint)bytes.Length + 1));
        Span<byte> target = writer.GetSpan(bytes.Length + 1);
        target[0] = KindOf<T>();
        bytes.CopyTo(target[1..]);
        writer.Advance(bytes.Length + 1);
    }

    /// <summary>Reads what <c>WriteBlock</c> wrote.</summary>
    /// <exception cref="WorkSerializationException">The bytes are no such block.</exception>
    public static T[]? ReadBlock<T>(ref MessagePackReader reader)
        where T : unmanaged
    {
        if (reader.TryReadNil())
            return null;
        ReadOnlySequence<byte> bytes = ReadBlockBytes<T>(ref reader);
        T[] value = GC.AllocateUninitializedArray<T>((int)(bytes.Length / Unsafe.SizeOf<T>()));
        bytes.CopyTo(MemoryMarshal.AsBytes(value.AsSpan()));
        return value;
    }

    /// <summary>Reads an array of bytes; null as nil.</summary>
    public static byte[]? ReadBytes(ref MessagePackReader reader) => reader.ReadBytes()?.ToArray();

    /// <summary>The numbers of a block, as they lie in the message.</summary>
    private static ReadOnlySequence<byte> ReadBlockBytes<T>(ref MessagePackReader reader)
        where T : unmanaged
    {
        ExtensionHeader header = reader.ReadExtensionFormatHeader();
        if (header.TypeCode != BlockExtension || header.Length == 0 || (header.Length - 1) % Unsafe.SizeOf<T>() != 0)
            throw new WorkSerializationException($"A block of {typeof(T).Name} was expected.");
        ReadOnlySequence<byte> bytes = reader.ReadRaw(header.Length);
        return bytes.FirstSpan[0] == KindOf<T>()
            ? bytes.Slice(1)
            : throw new WorkSerializationException($"A block of {typeof(T).Name} was expected, one of another number came.");
    }

    private static ReadOnlySpan<byte> AsBytes<T>(ReadOnlySpan<T> value)
        where T : unmanaged
    {
        try
        {
            return MemoryMarshal.AsBytes(value);
        }
        catch (OverflowException e)
        {
            throw TooLarge<T>(value.Length, e);
        }
    }

    private static WorkSerializationException TooLarge<T>(long length, Exception? inner = null) => new(
        $"An array of {length:N0} {typeof(T).Name} takes more than 2 GiB: send it in parts, or in a file.", inner);

    // The size in the low four bits, the family above them.
    private static byte KindOf<T>() => Type.GetTypeCode(typeof(T)) switch
    {
        TypeCode.SByte => 0x11,
        TypeCode.Int16 => 0x12,
        TypeCode.Int32 => 0x14,
        TypeCode.Int64 => 0x18,
        TypeCode.Byte => 0x21,
        TypeCode.UInt16 => 0x22,
        TypeCode.UInt32 => 0x24,
        TypeCode.UInt64 => 0x28,
        TypeCode.Single => 0x34,
        TypeCode.Double => 0x38,
        _ => throw new NotSupportedException($"{typeof(T)} is no number that goes into a block."),
    };
}
