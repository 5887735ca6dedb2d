using Microsoft.CodeAnalysis.CSharp;

namespace WestRpc.Generators.Parsing;

/// <summary>Gives each argument a property of the generated class, and none the name of something else there.</summary>
internal sealed class PropertyNames(string envelope)
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal)
    {
        envelope, "Descriptor", "TaskDescriptor", "SubmitAsync", "MapAsync", "InvokeAsync", "WriteArguments", "WriteResult",
        "ReadResult", "ReadArguments", "Register", "Formatters", "Equals", "GetHashCode", "GetType", "ToString",
        "MemberwiseClone", "ReferenceEquals", "Finalize", "RunToEnd", "Run",
    };

    public string For(string parameter)
    {
        string name = parameter.TrimStart('_');
        name = name.Length == 0 ? "Argument" : char.ToUpperInvariant(name[0]) + name.Substring(1);
        if (!SyntaxFacts.IsIdentifierStartCharacter(name[0]))
            name = "Argument" + name;
        string unique = taken.Contains(name) ? name + "Argument" : name;
        for (int i = 2; !taken.Add(unique); i++)
            unique = name + i;
        return unique;
    }
}
