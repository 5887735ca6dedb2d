using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WestRpc.Generators.Model;

namespace WestRpc.Generators.Parsing;

/// <summary>Finds the catalogs of the libraries that an assembly refers to, directly or through others.</summary>
internal static class CatalogParser
{
    public static CatalogModel Parse(Compilation compilation, CancellationToken cancellation)
    {
        var catalogs = new List<string>();
        foreach (IAssemblySymbol assembly in compilation.SourceModule.LibrariesOnWestRpc())
        {
            cancellation.ThrowIfCancellationRequested();
            if (Catalog(assembly) is { } catalog && CanBeNamed(compilation, assembly))
                catalogs.Add(catalog.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat));
        }

        catalogs.Sort(StringComparer.Ordinal);
        bool isProgram = compilation.Options.OutputKind is not (OutputKind.DynamicallyLinkedLibrary or OutputKind.NetModule);
        return new CatalogModel(ClassName(compilation.AssemblyName ?? ""), isProgram, new([.. catalogs]));
    }

    private static INamedTypeSymbol? Catalog(IAssemblySymbol assembly) => assembly
        .AttributesNamed("WestRpc", "WorkTaskCatalogAttribute").FirstOrDefault()?.ConstructorArguments.FirstOrDefault().Value as INamedTypeSymbol;

    /// <summary>A reference with an alias alone has no names in the global namespace.</summary>
    private static bool CanBeNamed(Compilation compilation, IAssemblySymbol assembly) =>
        compilation.GetMetadataReference(assembly)?.Properties.Aliases is not { IsDefaultOrEmpty: false } aliases ||
        aliases.Contains(MetadataReferenceProperties.GlobalAlias);

    /// <summary>One for each assembly name, since a program sees the catalogs of all its libraries.</summary>
    private static string ClassName(string assembly)
    {
        string name = string.Concat(assembly.Select(static c => char.IsLetterOrDigit(c) ? c : '_'));
        string start = SyntaxFacts.IsValidIdentifier(name) ? "" : "_";
        bool isUnique = assembly.All(static c => char.IsLetterOrDigit(c) || c == '.');
        return $"{start}{name}Tasks{(isUnique ? "" : $"_{Hashing.Sha256(assembly).Substring(0, 8)}")}";
    }
}
