using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MessagePack;

namespace WestRpc.Wire;

/// <content>Arrays of more than one dimension: an array of the lengths and then the items, the last index running fastest.</content>
public static partial class WireFormat
{
    /// <summary>Writes an array of numbers of any rank: its lengths and one block.</summary>
    /// <typeparam name="T">A whole or floating-point number of one to eight bytes.</typeparam>
    /// <exception cref="WorkSerializationException">It takes more than 2 GiB, or an index does not begin at 0.</exception>
    public static void WriteGrid<T>(ref MessagePackWriter writer, Array? value)
        where T : unmanaged
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        WriteLengths(ref writer, value);
        if (value.LongLength > int.MaxValue / Unsafe.SizeOf<T>())
            throw TooLarge<T>(value.LongLength);
        WriteBlock<T>(ref writer, Cells<T>(value));
    }

    /// <summary>Reads what <see cref="WriteGrid"/> wrote.</summary>
    /// <typeparam name="TArray">The array's type.</typeparam>
    /// <typeparam name="T">The type of its items.</typeparam>
    /// <exception cref="WorkSerializationException">The bytes are no such array.</exception>
    public static TArray? ReadGrid<TArray, T>(ref MessagePackReader reader)
        where TArray : class
        where T : unmanaged
    {
        if (reader.TryReadNil())
            return null;
        int[] lengths = ReadLengths<TArray>(ref reader, out int total);
        ReadOnlySequence<byte> bytes = ReadBlockBytes<T>(ref reader);
        CheckTotal(total, bytes.Length / Unsafe.SizeOf<T>());
        TArray value = Create<TArray, T>(lengths, out Span<T> cells);
        bytes.CopyTo(MemoryMarshal.AsBytes(cells));
        return value;
    }

    /// <summary>Writes what comes before the items of an array of any rank: its lengths and their number.</summary>
    /// <exception cref="WorkSerializationException">An index does not begin at 0.</exception>
    public static void WriteGridHeader(ref MessagePackWriter writer, Array value)
    {
        ArgumentNullException.ThrowIfNull(value);
        WriteLengths(ref writer, value);
        writer.WriteArrayHeader(value.Length);
    }

    /// <summary>Reads what <see cref="WriteGridHeader"/> wrote and makes the array.</summary>
    /// <typeparam name="TArray">The array's type.</typeparam>
    /// <typeparam name="T">The type of its items.</typeparam>
    /// <param name="reader">The reader.</param>
    /// <param name="cells">Where the items go, in their order.</param>
    /// <exception cref="WorkSerializationException">The bytes are no such array.</exception>
    public static TArray ReadGridHeader<TArray, T>(ref MessagePackReader reader, out Span<T> cells)
        where TArray : class
    {
        int[] lengths = ReadLengths<TArray>(ref reader, out int total);
        CheckTotal(total, reader.ReadArrayHeader());
        return Create<TArray, T>(lengths, out cells);
    }

    private static void WriteLengths(ref MessagePackWriter writer, Array value)
    {
        writer.WriteArrayHeader(value.Rank + 1);
        for (int dimension = 0; dimension < value.Rank; dimension++)
        {
            if (value.GetLowerBound(dimension) != 0)
                throw new WorkSerializationException(
                    $"A {value.GetType()} whose indices begin at {value.GetLowerBound(dimension)} can't be sent: copy it into one whose indices begin at 0.");
            writer.Write(value.GetLength(dimension));
        }
    }

    private static int[] ReadLengths<TArray>(ref MessagePackReader reader, out int total)
    {
        int[] lengths = new int[typeof(TArray).GetArrayRank()];
        ReadHeader(ref reader, lengths.Length + 1);
        long product = 1;
        bool isEmpty = false;
        for (int i = 0; i < lengths.Length; i++)
        {
            lengths[i] = reader.ReadInt32();
            isEmpty |= lengths[i] == 0;
            product *= Math.Max(lengths[i], 1);
            if (lengths[i] < 0 || product > Array.MaxLength)
                throw new WorkSerializationException($"A {typeof(TArray)} can't have the lengths that came.");
        }

        total = isEmpty ? 0 : (int)product;
        return lengths;
    }

    // Before the array is made, so that lengths alone take no memory.
    private static void CheckTotal(int announced, long came)
    {
        if (announced != came)
            throw new WorkSerializationException($"An array of {announced} items was expected, one of {came} came.");
    }

    private static TArray Create<TArray, T>(int[] lengths, out Span<T> cells)
        where TArray : class
    {
        if (typeof(TArray).GetElementType() != typeof(T))
            throw new ArgumentException($"{typeof(T)} is not what a {typeof(TArray)} holds.");
        Array value = Array.CreateInstanceFromArrayType(typeof(TArray), lengths);
        cells = Cells<T>(value);
        return (TArray)(object)value;
    }

    /// <summary>All items, the last index running fastest.</summary>
    private static Span<T> Cells<T>(Array value) => MemoryMarshal.CreateSpan(
        ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(value)), value.Length);
}
