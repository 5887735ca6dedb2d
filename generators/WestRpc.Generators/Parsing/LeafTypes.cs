using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>
/// The types that one call writes and one reads. What MessagePack-CSharp knows is written as it writes it; only the kind
/// of a <c>DateTime</c> (outside of <c>[MessagePackObject]</c> types) and arrays of numbers are ours.
/// </summary>
internal static class LeafTypes
{
    private const string Format = "global::WestRpc.Wire.WireFormat.";

    /// <summary>The calls that write and read, or null where the type is no leaf.</summary>
    /// <param name="type">The type, without the nullability of a reference.</param>
    /// <param name="standard">Whether the bytes must be MessagePack-CSharp's.</param>
    public static (string Write, string Read)? Find(ITypeSymbol type, bool standard)
    {
        if (Primitive(type.SpecialType) is { } primitive)
            return type.SpecialType == SpecialType.System_DateTime && !standard ? Helper("DateTime") : primitive;
        if (type.TypeKind == TypeKind.Enum)
        {
            (_, string read) = Primitive(((INamedTypeSymbol)type).EnumUnderlyingType!.SpecialType)!.Value;
            string underlying = ((INamedTypeSymbol)type).EnumUnderlyingType!.ToSource();
            return ($"writer.Write(({underlying}){{0}})", $"({type.ToSource()}){read}");
        }

        if (type is IArrayTypeSymbol array)
            return Array(array, standard);
        if (type is INamedTypeSymbol { Arity: 1, ContainingType: null } generic && PartOfArray(generic, standard) is { } part)
            return part;
        return type.ContainingNamespace?.ToDisplayString() switch
        {
            "System" when type.Name is "Guid" or "TimeSpan" or "DateTimeOffset" or "DateOnly" or "TimeOnly" or "Half"
                or "Uri" or "Version" or "Int128" or "UInt128" && type.ContainingType is null => Helper(type.Name),
            "System.Collections" when type.Name == "BitArray" => Helper(type.Name),
            "System.Numerics" when type.Name is "BigInteger" or "Complex" => Helper(type.Name),
            "System.Numerics" when type.Name is "Vector2" or "Vector3" or "Vector4" or "Quaternion" && !standard => Helper(type.Name),
            _ => null,
        };
    }

    private static (string Write, string Read)? Array(IArrayTypeSymbol array, bool standard)
    {
        string type = array.ToBareSource();
        string item = array.ElementType.ToSource();
        bool isByte = array.ElementType.SpecialType == SpecialType.System_Byte;
        return array.IsSZArray
            ? isByte ? ("writer.Write({0})", $"{Format}ReadBytes(ref reader)!")
                : IsBlock(array.ElementType, standard) ? ($"{Format}WriteBlock(ref writer, {{0}})", $"{Format}ReadBlock<{item}>(ref reader)!")
                : null
            : IsBlock(array.ElementType, standard) || (isByte && !standard)
                ? ($"{Format}WriteGrid<{item}>(ref writer, {{0}})", $"{Format}ReadGrid<{type}, {item}>(ref reader)!")
                : null;
    }

    /// <summary>What holds an array of numbers or a part of it: written straight from there, read into an array of its own.</summary>
    private static (string Write, string Read)? PartOfArray(INamedTypeSymbol type, bool standard)
    {
        ITypeSymbol item = type.TypeArguments[0];
        bool isByte = item.SpecialType == SpecialType.System_Byte;
        bool isBlock = IsBlock(item, standard);
        string read = isByte ? $"{Format}ReadBytes(ref reader)!" : $"{Format}ReadBlock<{item.ToSource()}>(ref reader)!";
        return (type.ContainingNamespace.ToDisplayString(), type.Name) switch
        {
            ("System", "Memory" or "ReadOnlyMemory") when isByte => ("writer.Write({0}.Span)", read),
            ("System", "Memory" or "ReadOnlyMemory") when isBlock => ($"{Format}WriteBlock<{item.ToSource()}>(ref writer, {{0}}.Span)", read),
            ("System", "ArraySegment") when isByte => ($"{Format}Write(ref writer, {{0}})", read),
            ("System", "ArraySegment") when isBlock => ($"{Format}WriteBlock(ref writer, {{0}})", read),
            ("System.Collections.Immutable", "ImmutableArray") when isBlock => (
                $"{Format}WriteBlock(ref writer, {{0}})",
                $"global::System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray({read})"),
            _ => null,
        };
    }

    /// <summary>Whether many of it are written as one block.</summary>
    private static bool IsBlock(ITypeSymbol type, bool standard) => !standard && type.SpecialType
        is SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_UInt16
        or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64
        or SpecialType.System_UInt64 or SpecialType.System_Single or SpecialType.System_Double;

    private static (string Write, string Read)? Primitive(SpecialType type) => type switch
    {
        SpecialType.System_Boolean => Native("Boolean"),
        SpecialType.System_Char => Native("Char"),
        SpecialType.System_SByte => Native("SByte"),
        SpecialType.System_Byte => Native("Byte"),
        SpecialType.System_Int16 => Native("Int16"),
        SpecialType.System_UInt16 => Native("UInt16"),
        SpecialType.System_Int32 => Native("Int32"),
        SpecialType.System_UInt32 => Native("UInt32"),
        SpecialType.System_Int64 => Native("Int64"),
        SpecialType.System_UInt64 => Native("UInt64"),
        SpecialType.System_Single => Native("Single"),
        SpecialType.System_Double => Native("Double"),
        SpecialType.System_DateTime => Native("DateTime"),
        SpecialType.System_String => ("writer.Write({0})", "reader.ReadString()!"),
        SpecialType.System_Decimal => Helper("Decimal"),
        _ => null,
    };

    private static (string Write, string Read) Native(string name) => ("writer.Write({0})", $"reader.Read{name}()");

    private static (string Write, string Read) Helper(string name) =>
        ($"{Format}Write(ref writer, {{0}})", $"{Format}Read{name}(ref reader)!");
}
