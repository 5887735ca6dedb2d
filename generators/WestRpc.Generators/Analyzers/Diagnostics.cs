using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Analyzers;

/// <summary>Every diagnostic, in one place. Each says what is wrong and what to do, and has a page in docs/diagnostics.</summary>
internal static class Diagnostics
{
    /// <summary>Where the pages are: in the repository, until it has an address.</summary>
    public const string Pages = "docs/diagnostics/";

    /// <summary>The property of a diagnostic that names the type whose declaration could be mended, by its documentation id.</summary>
    public const string CulpritProperty = "Culprit";

    public static readonly DiagnosticDescriptor NotPartial = Error(
        "WRPC001", "The type that contains a task is not partial",
        "'{0}' contains the task '{1}' but is not partial, so its calls can't be added to it: write 'partial {2} {0}'");

    public static readonly DiagnosticDescriptor ByReference = Error(
        "WRPC002", "A task's parameter is passed by reference",
        "Parameter '{0}' of the task '{1}' is '{2}', but a task may run in another process: pass it by value and return what changes");

    public static readonly DiagnosticDescriptor Generic = Error(
        "WRPC003", "A task is generic",
        "The task '{0}' is generic or in a generic type: write one [WorkTask] method for each type that you need, which may call a generic one");

    public static readonly DiagnosticDescriptor Overload = Error(
        "WRPC004", "Two tasks of a type have one name",
        "'{0}' contains two tasks that would both be called '{1}': give one of them a name of its own with [WorkTask(Name = \"…\")]");

    public static readonly DiagnosticDescriptor CannotBeSent = Error(
        "WRPC005", "A value can't be sent",
        "'{0}' of the task '{1}' can't be sent: {2}");

    public static readonly DiagnosticDescriptor NotStatic = Error(
        "WRPC006", "A task is not static",
        "The task '{0}' is not static: make it static and pass what it needs of its object as arguments");

    public static readonly DiagnosticDescriptor UnsupportedReturn = Error(
        "WRPC007", "A task's return type is not supported",
        "The task '{0}' returns '{1}', {2}");

    public static readonly DiagnosticDescriptor NameTaken = Error(
        "WRPC008", "The name of a task's generated class is taken",
        "'{0}' already uses the name '{1}', which the class for the task '{2}' gets: rename that, or name the task with [WorkTask(Name = \"…\")]");

    public static readonly DiagnosticDescriptor TwoContexts = Error(
        "WRPC009", "A task takes two tokens or contexts",
        "The task '{0}' takes more than one {1}: there is only one for a call, so take one");

    public static readonly DiagnosticDescriptor BadName = Error(
        "WRPC010", "A task's name is no name",
        "The task name '{0}' {1}");

    public static readonly DiagnosticDescriptor FileLocal = Error(
        "WRPC011", "A task is in a file-local type",
        "The task '{0}' is in the file-local type '{1}', which generated code can't extend: make the type internal");

    public static readonly DiagnosticDescriptor NotCallable = Error(
        "WRPC012", "A task can't be called by its name",
        "'{0}' can't be a task, since it is {1}: mark a static method that can be called by its name");

    public static readonly DiagnosticDescriptor BadDefault = Error(
        "WRPC013", "A task's default can't be meant",
        "'{0}' of the task '{1}' can't be meant: {2}");

    public static readonly DiagnosticDescriptor SameIdentity = Error(
        "WRPC014", "Two tasks have one identity",
        "'{0}' and '{1}' are both the task '{2}', so a worker could not tell them apart: give one of them another name with [WorkTask(Name = \"…\")]",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor MutableState = Warning(
        "WRPC015", "A task uses static state that can change",
        "The task '{0}' {1} '{2}', of which each worker process has its own: {3}");

    public static readonly DiagnosticDescriptor NoCancellation = Info(
        "WRPC016", "A long-running task can't be cancelled",
        "The task '{0}' {1} but takes no CancellationToken, so it can't be stopped in order: add one as its last parameter and look at it now and then");

    public static readonly DiagnosticDescriptor Dropped = Warning(
        "WRPC017", "The outcome of a submission is dropped",
        "What '{0}' returns is dropped, so {1}");

    public static readonly DiagnosticDescriptor BeforeRun = Info(
        "WRPC018", "Code in front of WorkApplication runs in every worker",
        "This runs in every worker process as well, since it comes before WorkApplication.{0}: move it {1}");

    public static readonly DiagnosticDescriptor ContractChanged = Warning(
        "WRPC030", "The contract of a task is not the committed one",
        "The contract of the task '{0}' is not the committed one ({1}), so workers and masters of the two can't work together: change it back, or accept it with 'dotnet build -p:UpdateWorkTaskContracts=true'");

    public static readonly DiagnosticDescriptor ContractNew = Warning(
        "WRPC031", "A task is not among the committed contracts",
        "The task '{0}' is not in {1}: add it with 'dotnet build -p:UpdateWorkTaskContracts=true'");

    public static readonly DiagnosticDescriptor ContractLeft = Warning(
        "WRPC032", "A committed contract is of no task",
        "{1} has '{0}', but there is no such task: bring it back, or accept that it is gone with 'dotnet build -p:UpdateWorkTaskContracts=true'",
        WellKnownDiagnosticTags.CompilationEnd);

    private const string Category = "WestRpc";

    private static DiagnosticDescriptor Error(string id, string title, string message, params string[] tags) =>
        Of(id, title, message, DiagnosticSeverity.Error, tags);

    private static DiagnosticDescriptor Warning(string id, string title, string message, params string[] tags) =>
        Of(id, title, message, DiagnosticSeverity.Warning, tags);

    private static DiagnosticDescriptor Info(string id, string title, string message) =>
        Of(id, title, message, DiagnosticSeverity.Info, []);

    private static DiagnosticDescriptor Of(string id, string title, string message, DiagnosticSeverity severity, string[] tags) =>
        new(id, title, message, Category, severity, isEnabledByDefault: true, helpLinkUri: $"{Pages}{id}.md", customTags: tags);
}
