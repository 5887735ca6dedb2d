using System.ComponentModel;
using MessagePack;

namespace WestRpc.Wire;

/// <summary>
/// What generated formatters call: the types that MessagePack's writer and reader lack, arrays of numbers as one block,
/// and checks. docs/wire-format.md has the bytes.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Advanced)]
public static partial class WireFormat
{
    /// <summary>Reads the header of an array that must have so many items.</summary>
    /// <exception cref="WorkSerializationException">It has another number of them.</exception>
    public static void ReadHeader(ref MessagePackReader reader, int expected)
    {
        int count = reader.ReadArrayHeader();
        if (count != expected)
            throw new WorkSerializationException($"An array of {expected} items was expected, one of {count} came.");
    }

    /// <summary>Checks that nothing follows.</summary>
    /// <exception cref="WorkSerializationException">Something does.</exception>
    public static void ReadEnd(ref MessagePackReader reader)
    {
        if (!reader.End)
            throw new WorkSerializationException("More bytes came than the value has.");
    }

    /// <summary>The exception for bytes that are not what was expected.</summary>
    public static WorkSerializationException Unreadable(string what, Exception reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new WorkSerializationException($"{what} can't be read: {reason.Message}", reason);
    }

    /// <summary>Checks that a value is of its declared type, so that nothing of a derived one is lost.</summary>
    /// <exception cref="WorkSerializationException">It is of another type.</exception>
    public static void CheckType(object value, Type declared)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(declared);
        if (value.GetType() != declared)
            throw new WorkSerializationException(
                $"A {value.GetType()} can't be sent where {declared} is declared, since what it has more would be lost. Declare the type that is really sent.");
    }

    /// <summary>The exception for a value whose type is none of a union's cases.</summary>
    public static WorkSerializationException NoCase(object value, Type union)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new WorkSerializationException(
            $"A {value.GetType()} can't be sent where {union} is declared, since it is none of its cases: give {union} a [Union] for it, with a key of its own.");
    }

    /// <summary>The exception for a key that none of a union's cases has.</summary>
    public static WorkSerializationException NoCase(int key, Type union) =>
        new($"A {union} of case {key} came, which is none of its cases.");

    /// <summary>The items with their count; those of a sequence that has none are collected.</summary>
    public static ICollection<T> Counted<T>(IEnumerable<T> items) => items as ICollection<T> ?? [.. items];
}
