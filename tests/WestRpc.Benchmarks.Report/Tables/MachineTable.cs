using System.Text;
using WestRpc.Benchmarks.Figures;

namespace WestRpc.Benchmarks.Report.Tables;

/// <summary>Where and when it was, and who is missing.</summary>
internal static class MachineTable
{
    private static readonly string[] First = ["date", "commit", "mode", "processor", "memory", "system", "runtime"];

    public static string Of(Results results)
    {
        Dictionary<string, string> machine = results.Machine;
        var text = new StringBuilder();
        text.Append($"Measured on {machine.GetValueOrDefault("date", "an unknown day")}");
        if (machine.TryGetValue("commit", out string? commit))
            text.Append($" at {commit}");
        text.Append($" by {machine.GetValueOrDefault("mode", "`tests/bench.sh`")}: ");
        text.AppendJoin("; ", First[3..].Where(machine.ContainsKey).Select(name => machine[name])).Append(".\n\n");
        string[] versions = [.. machine.Where(m => !First.Contains(m.Key)).Select(static m => $"{m.Key} {m.Value}")];
        if (versions.Length > 0)
            text.Append("Versions: ").AppendJoin(", ", versions).Append(".\n\n");
        if (results.Missing.Count == 0)
            text.Append("Nothing is missing.\n");
        foreach (Missing missing in results.Missing)
            text.Append($"- Missing: **{missing.Subject}**, {missing.Reason}.\n");
        return text.ToString();
    }
}
