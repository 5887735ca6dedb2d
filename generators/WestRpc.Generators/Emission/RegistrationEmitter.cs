using WestRpc.Generators.Model;

namespace WestRpc.Generators.Emission;

/// <summary>
/// A module initializer that registers the task. It must be visible to the whole module, so where the envelope is not,
/// the outermost container has it and calls its way in.
/// </summary>
internal static class RegistrationEmitter
{
    public const string Initializer = "[global::System.Runtime.CompilerServices.ModuleInitializer]";

    public static void EmitRegister(SourceWriter output, TaskModel task)
    {
        if (IsReachable(task))
            output.Lines($"/// <summary>Makes the task known; called when the module is loaded.</summary>\n{Initializer}");
        output.Lines("internal static void Register() => global::WestRpc.WorkTaskRegistry.Register(TaskDescriptor);");
    }

    public static void EmitChain(SourceWriter output, TaskModel task, int container)
    {
        if (IsReachable(task))
            return;
        bool innermost = container == task.Containers.Count - 1;
        string target = innermost ? $"{task.Envelope}.Register" : $"{task.Containers[container + 1].Name}.{ChainName(task)}";
        output.Gap();
        if (container == 0)
            output.Lines(Initializer);
        output.Lines($"internal static void {ChainName(task)}() => {target}();");
    }

    private static bool IsReachable(TaskModel task) =>
        task.Accessibility != "private" && task.Containers.All(static c => c.IsReachable);

    /// <summary>Each underscore of a name is two, so that A_B is not B in A.</summary>
    private static string ChainName(TaskModel task) =>
        $"Register_{string.Join("_", task.Containers.Skip(1).Select(static c => c.Name.TrimStart('@')).Append(task.Envelope).Select(static n => n.Replace("_", "__")))}";
}
