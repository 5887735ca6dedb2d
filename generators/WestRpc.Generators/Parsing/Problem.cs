using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>Why a method can't be a task; the analyzer reports it, the generator stays silent.</summary>
internal sealed record Problem(DiagnosticDescriptor Descriptor, Location Location, params object[] Arguments)
{
    /// <summary>The type whose declaration is to blame, where there is one.</summary>
    public ITypeSymbol? Culprit { get; init; }
}
