using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>Says why a type can't be sent at all, and what to send instead.</summary>
internal static class Unsendable
{
    /// <summary>Null where its members decide.</summary>
    public static string? Reason(INamedTypeSymbol type, IAssemblySymbol here)
    {
        if (type.TypeKind == TypeKind.Delegate)
            return "is a delegate, and code can't be sent: send the data that it needs";
        if (type.IsRefLikeType)
            return "lives on the stack only: send an array";
        if (type.SpecialType == SpecialType.System_Object)
            return "can be anything: declare the type that is really sent";
        if (type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr)
            return "is an address or a handle, which means nothing in another process";
        if (type.TypeKind == TypeKind.Interface || type.IsAbstract)
            return "is not the type of the object itself: declare the class that is really sent, or mark it with a [Union] for each";
        if (type.AttributesNamed("System.Runtime.CompilerServices", "InlineArrayAttribute").Any())
            return "is an inline array, of which only the first item can be seen: send an array";
        if (type.TypeKind is not TypeKind.Class and not TypeKind.Struct)
            return "is no type that can be sent";
        if (IsKnownObject(type) || SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, here))
            return null;
        return Belongs(type, "System.Threading") || Belongs(type, "System.IO")
            ? "belongs to the process that it is in: send a path or the data"
            : "is declared in another assembly, where its state can't be seen: mark it with [MessagePackObject] there, write an IWorkFormatter for it, or send its parts";
    }

    public static bool IsFileLocal(ITypeSymbol type) =>
        type is INamedTypeSymbol named && named.WithContainers().Any(static t => t.IsFileLocal);

    /// <summary>Whether it is an object of the base library whose properties are what its constructor takes.</summary>
    public static bool IsKnownObject(INamedTypeSymbol type) =>
        (type is { Name: "KeyValuePair", Arity: 2 } && type.ContainingNamespace.ToDisplayString() == "System.Collections.Generic") ||
        (type is { Name: "Tuple", Arity: > 0 } && type.ContainingNamespace.ToDisplayString() == "System");

    private static bool Belongs(INamedTypeSymbol type, string prefix) =>
        type.ContainingNamespace.ToDisplayString().StartsWith(prefix, StringComparison.Ordinal);
}
