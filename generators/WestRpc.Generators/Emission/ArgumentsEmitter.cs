using WestRpc.Generators.Model;

namespace WestRpc.Generators.Emission;

/// <summary>The constructor and the properties: the call as a value.</summary>
internal static class ArgumentsEmitter
{
    public static void EmitConstructor(SourceWriter output, TaskModel task)
    {
        output.Lines("/// <summary>Makes a call that can be submitted later.</summary>");
        EmitDocumentation(output, task);
        if (!task.Arguments.Any())
        {
            output.Open($"public {task.Envelope}()");
            output.Close();
            return;
        }

        output.Open($"public {task.Envelope}({string.Join(", ", Parameters(task))})");
        foreach (ParameterModel argument in task.Arguments)
            output.Lines($"this.{argument.Property} = {argument.Name};");
        output.Close();
    }

    public static void EmitProperties(SourceWriter output, TaskModel task)
    {
        foreach (ParameterModel argument in task.Arguments)
        {
            output.Gap();
            output.Lines($"/// <summary>{Documentation(argument)}</summary>");
            output.Lines($"public {argument.Type} {argument.Property} {{ get; }}");
        }
    }

    public static void EmitDocumentation(SourceWriter output, TaskModel task)
    {
        foreach (ParameterModel argument in task.Arguments)
            output.Lines($"/// <param name=\"{argument.Name.TrimStart('@')}\">{Documentation(argument)}</param>");
    }

    /// <summary>The arguments as parameters, with their defaults as far as C# allows them there.</summary>
    public static IEnumerable<string> Parameters(TaskModel task)
    {
        ParameterModel[] arguments = [.. task.Arguments];
        int required = Array.FindLastIndex(arguments, static a => a.Default is null);
        return arguments.Select((a, i) => $"{a.Type} {a.Name}{(a.Default is not null && i > required ? $" = {a.Default}" : "")}");
    }

    private static string Documentation(ParameterModel argument) =>
        argument.Documentation.Length == 0 ? $"The argument <c>{argument.Name.TrimStart('@')}</c>." : argument.Documentation;
}
