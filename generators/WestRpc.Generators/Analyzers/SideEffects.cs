using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace WestRpc.Generators.Analyzers;

/// <summary>
/// The parts of a statement that do something outside of the method. What only makes objects or changes local ones does
/// not, nor do settings of the process, which each process needs; what leaves the method comes before nothing.
/// </summary>
internal static class SideEffects
{
    public static IEnumerable<IOperation> Of(IOperation? operation)
    {
        switch (operation)
        {
            case null or ILocalFunctionOperation or IReturnOperation or IThrowOperation or IAnonymousFunctionOperation:
                return [];
            case IBlockOperation block when block.Operations.LastOrDefault() is IReturnOperation { IsImplicit: false } or IThrowOperation
                or IExpressionStatementOperation { Operation: IThrowOperation }:
                return [];
            case IExpressionStatementOperation { Operation: var expression }:
                return IsEffect(expression) ? [operation] : InExpression(expression);
            case IVariableDeclarationGroupOperation or IUsingDeclarationOperation or IVariableInitializerOperation:
                return InExpression(operation);
            case IConditionalOperation or ILoopOperation or ITryOperation or ISwitchOperation or ISwitchCaseOperation or ICatchClauseOperation
                or IBlockOperation or IUsingOperation or ILockOperation or ILabeledOperation:
                return operation.ChildOperations.SelectMany(Of);
            default:
                return InExpression(operation);
        }
    }

    /// <summary>Whether a whole statement is there for its effect.</summary>
    private static bool IsEffect(IOperation expression) => expression switch
    {
        IAwaitOperation => true,
        IInvocationOperation call => !IsSetting(call) && !IsOfLocal(Receiver(call)),
        IConditionalAccessOperation access => !IsOfLocal(access.Operation),
        IObjectCreationOperation => true,
        ISimpleAssignmentOperation { Target: IDiscardOperation } discard => IsEffect(discard.Value),
        IAssignmentOperation { Target: var target } => !IsOfLocal(target) && !IsSetting(target),
        IIncrementOrDecrementOperation { Target: var target } => !IsOfLocal(target),
        _ => false,
    };

    /// <summary>Inside of an expression: what reaches out of the process, or waits.</summary>
    private static IEnumerable<IOperation> InExpression(IOperation operation)
    {
        if (operation is IAnonymousFunctionOperation)
            return [];
        bool reachesOut = operation switch
        {
            IAwaitOperation => true,
            IInvocationOperation { TargetMethod: var method } => ReachesOut(method.ContainingType) && method.Name is not "Exists",
            IObjectCreationOperation { Type: INamedTypeSymbol type } => ReachesOut(type),
            _ => false,
        };
        return reachesOut ? [operation] : operation.ChildOperations.SelectMany(InExpression);
    }

    private static bool ReachesOut(INamedTypeSymbol type) => (type.ContainingNamespace.ToDisplayString(), type.Name) is
        ("System", "Console") or
        ("System.IO", "File" or "Directory" or "FileStream" or "StreamReader" or "StreamWriter") or
        ("System.Diagnostics", "Process") or
        ("System.Net.Http", "HttpClient") or
        ("System.Net.Sockets", _);

    /// <summary>Culture, thread pool, environment: a worker needs it like the program does.</summary>
    private static bool IsSetting(IOperation operation) => operation switch
    {
        IInvocationOperation { Instance: null, TargetMethod: var method } =>
            IsOfSystem(method.ContainingType) && (method.Name.StartsWith("Set", StringComparison.Ordinal) || method.Name.StartsWith("ThrowIf", StringComparison.Ordinal)),
        IPropertyReferenceOperation property => IsOfSystem(property.Property.ContainingType),
        IFieldReferenceOperation or IEventReferenceOperation => IsOfSystem(((IMemberReferenceOperation)operation).Member.ContainingType),
        _ => false,
    };

    private static bool IsOfSystem(INamedTypeSymbol type)
    {
        string space = type.ContainingNamespace.ToDisplayString();
        return space == "System" || space.StartsWith("System.", StringComparison.Ordinal);
    }

    private static bool IsOfLocal(IOperation? operation) => operation switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation => true,
        IDeclarationExpressionOperation => true,
        IMemberReferenceOperation member => IsOfLocal(member.Instance),
        IArrayElementReferenceOperation element => IsOfLocal(element.ArrayReference),
        IInvocationOperation call => IsOfLocal(Receiver(call)),
        IConversionOperation conversion => IsOfLocal(conversion.Operand),
        ITupleOperation tuple => tuple.Elements.All(IsOfLocal),
        _ => false,
    };

    private static IOperation? Receiver(IInvocationOperation call) =>
        call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault()?.Value : call.Instance;
}
