using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>A type that writes and reads values in the place of generated code.</summary>
/// <param name="Type">The formatter.</param>
/// <param name="Write">The call that writes <c>{0}</c>.</param>
/// <param name="Read">The call that reads.</param>
/// <param name="IsOurs">Whether it is an <c>IWorkFormatter</c>, which is never given null.</param>
internal sealed record Formatter(INamedTypeSymbol Type, string Write, string Read, bool IsOurs);

/// <summary>Finds the formatters that users wrote: ours by assembly attributes, MessagePack-CSharp's on a type or a member.</summary>
internal static class Formatters
{
    private const string Attribute = "MessagePackFormatterAttribute";
    private const string Options = "global::MessagePack.MessagePackSerializerOptions.Standard";

    /// <summary>Null where the type has none, or <paramref name="blame"/> says why what it has can't be called.</summary>
    public static Formatter? OfType(ITypeSymbol type, INamedTypeSymbol from, out string blame)
    {
        blame = "";
        switch (UserFormatters.Of(from.ContainingAssembly).Find(type))
        {
            case []:
                return OfSymbol(type, type, from, out blame);
            case [var one]:
                blame = Fault(one, "IWorkFormatter", type, from);
                return blame.Length > 0 ? null : new Formatter(
                    one, $"{one.ToSource()}.Write(ref writer, {{0}}, wire)", $"{one.ToSource()}.Read(ref reader, wire)", IsOurs: true);
            case [var one, var other, ..]:
                blame = $" has two formatters, {one.ToCanonical()} and {other.ToCanonical()}: name the right one in this assembly";
                return null;
            default:
                return null;
        }
    }

    /// <summary>Of a type or a member with <c>[MessagePackFormatter]</c>.</summary>
    public static Formatter? OfSymbol(ISymbol symbol, ITypeSymbol type, INamedTypeSymbol from, out string blame)
    {
        blame = "";
        if (MessagePackMembers.Find(symbol, Attribute) is not { } attribute)
            return null;
        if (attribute.ConstructorArguments is not [{ Value: INamedTypeSymbol formatter }, ..])
            return null; // Still being typed.
        if (formatter is { IsUnboundGenericType: true, Arity: > 0, ContainingType: null or { IsGenericType: false } } &&
            type is INamedTypeSymbol generic && generic.Arity == formatter.Arity)
            formatter = formatter.OriginalDefinition.Construct([.. generic.TypeArguments]);
        blame = attribute.ConstructorArguments is [_, { Values.Length: > 0 }]
            ? $" has a formatter with arguments, which generated code does not pass: give {formatter.ToCanonical()} a constructor without"
            : Fault(formatter, "IMessagePackFormatter", type, from);
        if (blame.Length > 0)
            return null;
        string instance = $"global::WestRpc.Wire.WireFormat.Formatter<{formatter.ToSource()}>()";
        return new Formatter(
            formatter, $"{instance}.Serialize(ref writer, {{0}}, {Options})", $"{instance}.Deserialize(ref reader, {Options})!", IsOurs: false);
    }

    private static string Fault(INamedTypeSymbol formatter, string contract, ITypeSymbol type, INamedTypeSymbol from)
    {
        string name = formatter.ToCanonical();
        if (!Visibility.CanName(formatter, from))
            return $" has the formatter {name}, which can't be called from here: make it public";
        if (formatter.AllInterfaces.FirstOrDefault(i => i.Name == contract && i.TypeArguments is [var t] && SymbolEqualityComparer.Default.Equals(t, type)) is not { } implemented)
            return $" has the formatter {name}, which is none for it: it must implement {contract}<{type.ToCanonical()}>";
        if (contract == "IMessagePackFormatter" && !formatter.InstanceConstructors.Any(static c => c is { DeclaredAccessibility: Accessibility.Public, Parameters: [] }))
            return $" has the formatter {name}, which has no public constructor without parameters";

        // It is called by its name, not through the interface.
        return implemented.GetMembers().Any(m => formatter.FindImplementationForInterfaceMember(m) is not { DeclaredAccessibility: Accessibility.Public })
            ? $" has the formatter {name}, whose members can't be called by name: make them public"
            : "";
    }
}
