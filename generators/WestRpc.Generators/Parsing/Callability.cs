using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>Whether generated code can call a marked method by its name.</summary>
internal static class Callability
{
    /// <summary>What it is, for the message; null where it can be called.</summary>
    public static string? Obstacle(IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.Ordinary when method.IsAbstract || (method.IsStatic && method.IsVirtual) => "abstract or virtual",
        MethodKind.Ordinary when !method.ContainingType.CanBeReferencedByName => "a member of an extension block",
        MethodKind.Ordinary when UseMarks.IsForbidden(method, method.ContainingType) => "[Obsolete] as an error",
        MethodKind.Ordinary when method.IsVararg => "a method with an __arglist",
        MethodKind.Ordinary when UseMarks.IsForNativeCode(method) => "[UnmanagedCallersOnly]",
        MethodKind.Ordinary when method.AttributesNamed("System.Diagnostics", "ConditionalAttribute").Any() => "[Conditional], so that the call of it may be left out",
        MethodKind.Ordinary => null,
        MethodKind.LocalFunction => "a local function",
        MethodKind.AnonymousFunction => "an anonymous function",
        MethodKind.ExplicitInterfaceImplementation => "the implementation of an interface's member",
        MethodKind.UserDefinedOperator or MethodKind.Conversion => "an operator",
        _ => "part of another member",
    };
}
