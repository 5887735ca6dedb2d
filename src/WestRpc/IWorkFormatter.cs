using MessagePack;
using WestRpc.Wire;

namespace WestRpc;

/// <summary>
/// Writes and reads the values of one type that generated code can't, or should not: one of another assembly, or one that
/// fits into fewer bytes. An assembly says that it has one with <see cref="WorkFormatterAttribute{T, TFormatter}"/>; generated
/// code then calls its members directly.
/// </summary>
/// <typeparam name="T">The type of the values, as it is declared; the values may be of derived types.</typeparam>
public interface IWorkFormatter<T>
{
    /// <summary>Writes a value, as exactly one value of MessagePack: an array where it has parts.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="value">The value, never null. If what it has more than <typeparamref name="T"/> would be lost, throw.</param>
    /// <param name="wire">Limits the depth of nested values.</param>
    static abstract void Write(ref MessagePackWriter writer, T value, WireContext wire);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where from. What it gives may be anything, so take no memory for more than it still has.</param>
    /// <param name="wire">Limits the depth of nested values.</param>
    static abstract T Read(ref MessagePackReader reader, WireContext wire);
}
