namespace WestRpc.Generators.Model;

/// <summary>All that is known of one <c>[WorkTask]</c> method, as text: no symbol, syntax node or location.</summary>
/// <param name="HintName">The generated file's name.</param>
/// <param name="Namespace">The containing namespace; empty for the global one.</param>
/// <param name="Containers">The containing types, outermost first.</param>
/// <param name="Envelope">The generated class's name.</param>
/// <param name="Accessibility">The generated class's accessibility.</param>
/// <param name="Identity">The task's name between master and workers.</param>
/// <param name="Method">The method's name, escaped where it is a keyword.</param>
/// <param name="Summary">The first sentence of the method's documentation, as XML; empty where there is none.</param>
/// <param name="Parameters">All of the method's parameters, in order.</param>
/// <param name="Return">What it returns.</param>
/// <param name="Shapes">Each type that is sent; parameters, result and members refer to them by index.</param>
/// <param name="Contract">The canonical text of what is sent.</param>
/// <param name="Defaults">The options of calls whose submission has none, as source; empty for none.</param>
/// <param name="Experimental">The ids of experimental things in it, which its user has accepted; empty for none.</param>
internal sealed record TaskModel(
    string HintName,
    string Namespace,
    EquatableArray<ContainerModel> Containers,
    string Envelope,
    string Accessibility,
    string Identity,
    string Method,
    string Summary,
    EquatableArray<ParameterModel> Parameters,
    ReturnModel Return,
    EquatableArray<ShapeModel> Shapes,
    string Contract,
    string Defaults,
    string Experimental)
{
    /// <summary>SHA-256 of the contract. Asked for when the code is written, and not at each keystroke.</summary>
    public string ContractHash => Hashing.Sha256(Contract);

    public IEnumerable<ParameterModel> Arguments => Parameters.Where(static p => p.Role == ParameterRole.Argument);

    public bool UsesContext => Parameters.Any(static p => p.Role != ParameterRole.Argument);
}

/// <summary>A containing type.</summary>
/// <param name="Declaration">For example <c>partial class Propagator</c>.</param>
/// <param name="Name">For example <c>Propagator</c>.</param>
/// <param name="IsReachable">Whether the whole module can see it.</param>
internal sealed record ContainerModel(string Declaration, string Name, bool IsReachable);

internal enum ParameterRole
{
    Argument,
    Cancellation,
    Context,
}

/// <summary>One parameter of the method.</summary>
/// <param name="Role">Whether it is sent, or made on the worker.</param>
/// <param name="Name">Its name, escaped where it is a keyword.</param>
/// <param name="Property">The envelope's property that holds it.</param>
/// <param name="Type">Its type, with <c>global::</c> and nullability.</param>
/// <param name="Default">Its default value as source; null where it has none.</param>
/// <param name="Documentation">The XML of its documentation; empty where there is none.</param>
/// <param name="Shape">The index of its type's shape.</param>
internal sealed record ParameterModel(
    ParameterRole Role, string Name, string Property, string Type, string? Default, string Documentation, int Shape);

internal enum ReturnKind
{
    Void,
    Value,
    Task,
    TaskOfValue,
    ValueTask,
    ValueTaskOfValue,
}

/// <summary>What the method returns.</summary>
/// <param name="Kind">How.</param>
/// <param name="Type">The result's type; empty where there is none.</param>
/// <param name="Shape">The index of the result's shape; −1 where there is none.</param>
internal sealed record ReturnModel(ReturnKind Kind, string Type, int Shape)
{
    public bool HasResult => Shape >= 0;
}
