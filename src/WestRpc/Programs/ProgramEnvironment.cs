using System.Collections;
using System.Globalization;
using WestRpc.Transports.Processes;
using WestRpc.Workers;

namespace WestRpc.Programs;

/// <summary>The variables that a program gets: this process's, its worker's number and share of the machine, and its own.</summary>
internal static class ProgramEnvironment
{
    /// <summary>As <c>NAME=value</c>.</summary>
    public static IReadOnlyCollection<string> Of(ExternalProgram program, WorkContext context, string directory, string tag)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (!LauncherVariables.Contains((string)variable.Key))
                all.Add((string)variable.Key, (string?)variable.Value);
        }

        all[WorkerEnvironment.ProcessId] = all[WorkerEnvironment.ProcessIndex] = context.WorkerIndex.ToString(CultureInfo.InvariantCulture);
        context.WorkerResources.Share?.WriteForProgram(all);
        all[ProgramTag.Variable] = all.GetValueOrDefault(ProgramTag.Variable) + tag + ".";
        foreach (string file in program.ReturnFiles)
            all[ReturnFile.VariableOf(file)] = Path.Combine(directory, file);
        if (program.Environment is { } own)
        {
            foreach ((string name, string? value) in own)
                all[name] = value;
        }

        return [.. all.Where(static v => v.Value is not null).Select(static v => $"{v.Key}={v.Value}")];
    }
}
