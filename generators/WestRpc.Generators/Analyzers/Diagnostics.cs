using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Analyzers;

/// <summary>Every diagnostic, in one place. Each says what is wrong and what to do; docs/diagnostics.md has a section on each.</summary>
internal static class Diagnostics
{
    public static readonly DiagnosticDescriptor NotPartial = Error(
        "WRPC001", "The type that contains a task is not partial",
        "'{0}' contains the task '{1}' but is not partial: write 'partial' in front of its 'class', 'struct' or 'record'");

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
        "The task '{0}' returns '{1}': return void, a value, Task, Task<T>, ValueTask or ValueTask<T>");

    public static readonly DiagnosticDescriptor NameTaken = Error(
        "WRPC008", "The name of a task's generated class is taken",
        "'{0}' already uses the name '{1}', which the class for the task '{2}' gets: rename that, or name the task with [WorkTask(Name = \"…\")]");

    public static readonly DiagnosticDescriptor TwoContexts = Error(
        "WRPC009", "A task takes two tokens or contexts",
        "The task '{0}' takes more than one {1}: there is only one for a call, so take one");

    public static readonly DiagnosticDescriptor BadName = Error(
        "WRPC010", "A task's name is no name",
        "The task name '{0}' ends in '{1}', which can't be the name of a class: use letters, digits and underscores after the last dot");

    public static readonly DiagnosticDescriptor FileLocal = Error(
        "WRPC011", "A task is in a file-local type",
        "The task '{0}' is in the file-local type '{1}', which generated code can't extend: make the type internal");

    public static readonly DiagnosticDescriptor NotCallable = Error(
        "WRPC012", "A task can't be called by its name",
        "'{0}' can't be a task, since it is {1}: mark a static method that can be called by its name");

    public static readonly DiagnosticDescriptor BadDefault = Error(
        "WRPC013", "A task's default can't be meant",
        "'{0}' of the task '{1}' can't be meant: {2}");

    private static DiagnosticDescriptor Error(string id, string title, string message) => new(
        id, title, message, "WestRpc", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
