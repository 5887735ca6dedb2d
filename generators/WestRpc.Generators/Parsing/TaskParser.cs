using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WestRpc.Generators.Analyzers;
using WestRpc.Generators.Model;

namespace WestRpc.Generators.Parsing;

/// <summary>Makes a model of a marked method, or says why it can't be a task.</summary>
internal sealed class TaskParser
{
    public const string AttributeName = "WestRpc.WorkTaskAttribute";

    private readonly IMethodSymbol method;
    private readonly CancellationToken cancellation;
    private readonly List<Problem> problems = [];
    private readonly ShapeBuilder shapes;

    private TaskParser(IMethodSymbol method, CancellationToken cancellation)
    {
        this.method = method;
        this.cancellation = cancellation;
        shapes = new ShapeBuilder(method.ContainingType);
    }

    private Location Here => method.Locations.FirstOrDefault() ?? Location.None;

    /// <summary>The model; null where there are problems, or a type that the compiler does not know either.</summary>
    public static TaskModel? Parse(IMethodSymbol method, CancellationToken cancellation, out IReadOnlyList<Problem> problems)
    {
        // Of a partial method both parts are asked for; the first one counts, as it does for whoever calls it.
        var parser = new TaskParser(method.PartialDefinitionPart ?? method, cancellation);
        TaskModel? model = parser.Parse();
        problems = parser.problems;
        return problems.Count == 0 ? model : null;
    }

    private TaskModel? Parse()
    {
        if (Callability.Obstacle(method) is { } obstacle)
        {
            Report(Diagnostics.NotCallable, method.MethodKind == MethodKind.AnonymousFunction ? "lambda" : method.Name, obstacle);
            return null;
        }

        if (method.IsGenericMethod || Containers().Any(static c => c.IsGenericType))
        {
            Report(Diagnostics.Generic, method.Name);
            return null;
        }

        string identity = TaskNames.Identity(method);
        string envelope = TaskNames.Envelope(method);
        CheckMethod(identity, envelope);
        string defaults = TaskDefaults.Of(method, out (string What, string Why)? blame);
        if (blame is { } wrong)
            Report(Diagnostics.BadDefault, wrong.What, method.Name, wrong.Why);
        IReadOnlyList<ParameterModel> parameters = ParseParameters(envelope);
        ReturnModel? result = ParseReturn();
        if (problems.Count > 0 || shapes.IsUnresolved || result is null)
            return null;

        string contract = Contract(identity, result);
        var documentation = new Documentation(method, cancellation);
        INamedTypeSymbol[] containers = Containers();
        return new TaskModel(
            HintNames.Of(method, containers, envelope),
            method.ContainingNamespace.IsGlobalNamespace
                ? "" : method.ContainingNamespace.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)),
            new([.. containers.Select(Container)]),
            envelope,
            EnvelopeAccess.Of(method),
            identity,
            TypeNames.Escape(method.Name),
            documentation.Summary,
            new([.. parameters.Select(p => p with { Documentation = documentation.Parameter(p.Name.TrimStart('@')) })]),
            result,
            shapes.Shapes,
            contract,
            defaults,
            string.Join(", ", UseMarks.ExperimentalIds(method).Concat(shapes.Experimental).Distinct().OrderBy(static i => i, StringComparer.Ordinal)));
    }

    private void CheckMethod(string identity, string envelope)
    {
        foreach (INamedTypeSymbol container in Containers())
        {
            if (!container.DeclaringSyntaxReferences.All(IsPartial))
                Report(Diagnostics.NotPartial, container.Name, method.Name, Kind(container));
            if (container.IsFileLocal)
                Report(Diagnostics.FileLocal, method.Name, container.Name);
        }

        if (!method.IsStatic)
            Report(Diagnostics.NotStatic, method.Name);
        if (TaskNames.Fault(identity, envelope) is { } fault)
            Report(Diagnostics.BadName, identity, fault);
        if (TaskNames.Others(method).Any(other => TaskNames.Envelope(other) == envelope))
            Report(Diagnostics.Overload, method.ContainingType.Name, envelope);

        // A type of the signature would mean the generated class, once that is there.
        if (method.ContainingType.Name == envelope || method.ContainingType.GetMembers(envelope).Any(static m => !IsGenerated(m)) ||
            method.Parameters.Select(static p => p.Type).Append(method.ReturnType).Any(t => TypeNames.Mentions(t, envelope)))
            Report(Diagnostics.NameTaken, method.ContainingType.Name, envelope, method.Name);
    }

    private List<ParameterModel> ParseParameters(string envelope)
    {
        var names = new PropertyNames(envelope);
        var parameters = new List<ParameterModel>();
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            cancellation.ThrowIfCancellationRequested();
            ParameterRole role = Role(parameter.Type);
            Location location = parameter.Locations.FirstOrDefault() ?? Here;
            if (parameter.RefKind != RefKind.None)
                problems.Add(new Problem(
                    Diagnostics.ByReference, location, parameter.Name, method.Name,
                    parameter.RefKind == RefKind.RefReadOnlyParameter ? "ref readonly" : parameter.RefKind.ToString().ToLowerInvariant()));
            if (role != ParameterRole.Argument && parameters.Any(p => p.Role == role))
                problems.Add(new Problem(Diagnostics.TwoContexts, location, method.Name, TypeNames.Bare(parameter.Type).ToCanonical()));
            int shape = role == ParameterRole.Argument ? AddShape(parameter.Type, parameter.Name, location) : -1;
            parameters.Add(new ParameterModel(
                role, TypeNames.Escape(parameter.Name), role == ParameterRole.Argument ? names.For(parameter.Name) : "",
                parameter.Type.ToSource(), DefaultValues.Of(parameter), "", shape));
        }

        return parameters;
    }

    private ReturnModel? ParseReturn()
    {
        if (method.ReturnsVoid && method.IsAsync)
            Report(Diagnostics.UnsupportedReturn, method.Name, "async void", "which nobody can wait for: return Task");
        if (method.RefKind != RefKind.None)
            Report(Diagnostics.UnsupportedReturn, method.Name, "a reference", "which means nothing in another process: return the value");
        if (method.ReturnType is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated } && IsTask(method.ReturnType))
            Report(Diagnostics.UnsupportedReturn, method.Name, method.ReturnType.ToCanonical(), "which may be no task at all: return it without the '?'");
        if (method.ReturnsVoid)
            return new ReturnModel(ReturnKind.Void, "", -1);
        ITypeSymbol type = method.ReturnType;
        (ReturnKind kind, ITypeSymbol? result) = (IsTask(type), type.Name, (type as INamedTypeSymbol)?.TypeArguments.Length) switch
        {
            (true, "Task", 0) => (ReturnKind.Task, null),
            (true, "ValueTask", 0) => (ReturnKind.ValueTask, null),
            (true, "Task", 1) => (ReturnKind.TaskOfValue, ((INamedTypeSymbol)type).TypeArguments[0]),
            (true, "ValueTask", 1) => (ReturnKind.ValueTaskOfValue, ((INamedTypeSymbol)type).TypeArguments[0]),
            _ => (ReturnKind.Value, type),
        };
        return result is null
            ? new ReturnModel(kind, "", -1)
            : new ReturnModel(kind, result.ToSource(), AddShape(result, "result", Here));
    }

    private static bool IsTask(ITypeSymbol type) =>
        type.Name is "Task" or "ValueTask" && type.ContainingNamespace?.ToDisplayString() == "System.Threading.Tasks";

    private int AddShape(ITypeSymbol type, string name, Location location)
    {
        int shape = shapes.Add(type, name);
        if (shape < 0 && !shapes.IsUnresolved) // The compiler says so already.
            problems.Add(new Problem(Diagnostics.CannotBeSent, location, name, method.Name, shapes.Blame!) { Culprit = shapes.Culprit });
        return shape;
    }

    private string Contract(string identity, ReturnModel result)
    {
        IEnumerable<string> arguments = method.Parameters
            .Where(static p => Role(p.Type) == ParameterRole.Argument)
            .Select(static p => $"{p.Type.ToCanonical()} {p.Name}");
        string returned = result.HasResult ? result.Type.Replace("global::", "") : "void";
        return string.Join("\n", [$"{identity}({string.Join(", ", arguments)}) -> {returned}", .. shapes.Contract]);
    }

    private void Report(DiagnosticDescriptor descriptor, params object[] arguments) =>
        problems.Add(new Problem(descriptor, Here, arguments));

    private INamedTypeSymbol[] Containers() => [.. method.ContainingType.WithContainers().Reverse()];

    private static ContainerModel Container(INamedTypeSymbol type)
    {
        string name = TypeNames.Escape(type.Name);
        return new ContainerModel($"partial {Kind(type)} {name}", name, EnvelopeAccess.IsReachable(type.DeclaredAccessibility));
    }

    private static string Kind(INamedTypeSymbol type) => (type.IsRecord, type.TypeKind) switch
    {
        (true, TypeKind.Struct) => "record struct",
        (true, _) => "record",
        (_, TypeKind.Struct) => "struct",
        (_, TypeKind.Interface) => "interface",
        _ => "class",
    };

    public static ParameterRole Role(ITypeSymbol type) => type.Name switch
    {
        "CancellationToken" when TypeNames.Bare(type).ToCanonical() == "System.Threading.CancellationToken" => ParameterRole.Cancellation,
        "WorkContext" when TypeNames.Bare(type).ToCanonical() == "WestRpc.WorkContext" => ParameterRole.Context,
        _ => ParameterRole.Argument,
    };

    private static bool IsPartial(SyntaxReference reference) =>
        reference.GetSyntax() is not Microsoft.CodeAnalysis.CSharp.Syntax.TypeDeclarationSyntax type ||
        type.Modifiers.Any(SyntaxKind.PartialKeyword);

    private static bool IsGenerated(ISymbol member) => member is INamedTypeSymbol && member.GetAttributes().Any(static a =>
        a.AttributeClass?.Name == "GeneratedCodeAttribute" && a.ConstructorArguments.FirstOrDefault().Value is "WestRpc.Generators");
}
