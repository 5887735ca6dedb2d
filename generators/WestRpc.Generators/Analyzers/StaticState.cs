using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using WestRpc.Generators.Parsing;

namespace WestRpc.Generators.Analyzers;

internal enum StateUse
{
    None,
    Read,
    Change,
}

/// <summary>
/// What code does to static state. What a readonly field refers to counts only where it is changed: most tables and
/// caches are read. <c>[ThreadStatic]</c> says itself that there are many.
/// </summary>
internal static class StaticState
{
    private static readonly HashSet<string> Changing = new(StringComparer.Ordinal)
    {
        "Add", "AddFirst", "AddLast", "AddOrUpdate", "AddRange", "Clear", "Dequeue", "Enqueue", "ExceptWith", "Insert", "InsertRange",
        "IntersectWith", "Pop", "Push", "Remove", "RemoveAll", "RemoveAt", "RemoveFirst", "RemoveLast", "RemoveRange", "RemoveWhere",
        "Reverse", "Sort", "SymmetricExceptWith", "TryAdd", "TryDequeue", "TryPop", "TryPush", "TryRemove", "TryTake", "TryUpdate",
        "UnionWith",
    };

    public static StateUse UseOf(IOperation operation, out ISymbol? state)
    {
        state = (operation as IMemberReferenceOperation)?.Member;
        if (state is not { IsStatic: true } || operation.Parent is INameOfOperation)
            return StateUse.None;
        return operation switch
        {
            IFieldReferenceOperation { Field: { IsConst: false, IsImplicitlyDeclared: false } field } when !IsThreadStatic(field) =>
                field.IsReadOnly ? UseOfContent(operation, field.Type) : UseOfPlace(operation),
            IPropertyReferenceOperation { Property: var property } when property.HasField() =>
                property.SetMethod is null ? UseOfContent(operation, property.Type) : UseOfPlace(operation),
            IEventReferenceOperation when operation.Parent is IEventAssignmentOperation => StateUse.Change,
            IEventReferenceOperation => StateUse.Read,
            _ => StateUse.None,
        };
    }

    private static StateUse UseOfPlace(IOperation place) =>
        IsWritten(place) || UseOfContent(place, place.Type) == StateUse.Change ? StateUse.Change : StateUse.Read;

    /// <summary>Whether a collection, to which there is one reference for ever, is changed.</summary>
    private static StateUse UseOfContent(IOperation reference, ITypeSymbol? type)
    {
        bool changes = reference.Parent switch
        {
            IArrayElementReferenceOperation element => element.ArrayReference == reference && IsWritten(element),
            IPropertyReferenceOperation { Property.IsIndexer: true } item => item.Instance == reference && IsWritten(item),
            IInvocationOperation call => call.Instance == reference && Changing.Contains(call.TargetMethod.Name) && IsCollection(type),
            _ => false,
        };
        return changes ? StateUse.Change : StateUse.None;
    }

    private static bool IsWritten(IOperation place) => place.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == place,
        IIncrementOrDecrementOperation => true,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
        ITupleOperation { Parent: IDeconstructionAssignmentOperation deconstruction } tuple => deconstruction.Target == tuple,
        IPropertyReferenceOperation or IFieldReferenceOperation when place.Type is { IsValueType: true } => IsWritten(place.Parent),
        _ => false,
    };

    private static bool IsCollection(ITypeSymbol? type) =>
        type?.ContainingNamespace?.ToDisplayString() is "System.Collections.Generic" or "System.Collections.Concurrent" or "System.Collections";

    private static bool IsThreadStatic(IFieldSymbol field) =>
        field.AttributesNamed("System", "ThreadStaticAttribute").Any();
}
