using WestRpc.Generators.Model;

namespace WestRpc.Generators.Emission;

/// <summary>The typed proxies: SubmitAsync and MapAsync.</summary>
internal static class SubmissionEmitter
{
    private const string Options = "global::WestRpc.WorkOptions?";
    private const string Token = "global::System.Threading.CancellationToken";
    private const string Manager = "global::WestRpc.IWorkManager";

    public static void Emit(SourceWriter output, TaskModel task)
    {
        EmitSubmit(output, task);
        output.Gap();
        EmitMap(output, task);
    }

    private static void EmitSubmit(SourceWriter output, TaskModel task)
    {
        string[] names = [.. task.Arguments.Select(static a => a.Name)];
        string work = Text.Free("work", names);
        string options = Text.Free("options", names);
        string token = Text.Free("cancellationToken", names);
        string result = task.Return.HasResult ? $"<{task.Return.Type}>" : "";
        output.Lines("/// <summary>Submits a call; the task completes with its outcome.</summary>");
        output.Lines($"/// <param name=\"{work}\">The work manager that is to run it.</param>");
        ArgumentsEmitter.EmitDocumentation(output, task);
        output.Lines($"/// <param name=\"{options}\">What differs from the work manager's defaults.</param>");
        output.Lines($"/// <param name=\"{token}\">Cancels the call, begun or not.</param>");
        EmitHead(
            output, $"global::System.Threading.Tasks.Task{result} SubmitAsync",
            [$"{Manager} {work}", .. ArgumentsEmitter.Parameters(task), $"{Options} {options} = null", $"{Token} {token} = default"]);
        output.Lines($"    {work}.SubmitAsync(new {task.Envelope}({string.Join(", ", names)}), {options}, {token});");
    }

    private static void EmitMap(SourceWriter output, TaskModel task)
    {
        string types = task.Return.HasResult ? $"<{task.Envelope}, {task.Return.Type}>" : $"<{task.Envelope}>";
        output.Lines(
            $"""
            /// <summary>Submits calls as there is room and streams their completions; leaving the loop cancels what is left.</summary>
            /// <param name="work">The work manager that is to run them.</param>
            /// <param name="tasks">The calls; taken one at a time, so there may be any number.</param>
            /// <param name="maxPending">How many calls exist at a time at most; 1 or more.</param>
            /// <param name="options">What differs from the work manager's defaults.</param>
            /// <param name="cancellationToken">Ends the loop and cancels what is left.</param>
            """);
        EmitHead(
            output, $"global::System.Collections.Generic.IAsyncEnumerable<global::WestRpc.Completion{types}> MapAsync",
            [
                $"{Manager} work", $"global::System.Collections.Generic.IEnumerable<{task.Envelope}> tasks", "int maxPending",
                $"{Options} options = null", $"{Token} cancellationToken = default",
            ]);
        output.Lines($"    global::WestRpc.WorkTaskMap.MapAsync{types}(work, tasks, maxPending, options, cancellationToken);");
    }

    private static void EmitHead(SourceWriter output, string name, IEnumerable<string> parameters) =>
        output.Lines($"public static {name}(\n    {string.Join(",\n    ", parameters)}) =>");
}
