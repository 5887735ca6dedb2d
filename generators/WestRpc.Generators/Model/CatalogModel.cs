namespace WestRpc.Generators.Model;

/// <summary>What makes the tasks of an assembly known, and those of the libraries that it refers to.</summary>
/// <param name="Name">The name of its class.</param>
/// <param name="IsProgram">Whether the assembly is a program, which loads catalogs also where it has no tasks itself.</param>
/// <param name="Referenced">The classes of the libraries, with <c>global::</c>.</param>
internal sealed record CatalogModel(string Name, bool IsProgram, EquatableArray<string> Referenced);
