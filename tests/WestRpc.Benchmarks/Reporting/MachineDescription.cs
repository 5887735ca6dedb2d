using System.Globalization;
using System.Runtime.InteropServices;

namespace WestRpc.Benchmarks.Reporting;

/// <summary>Where it was measured, without names of hosts or folders.</summary>
internal static class MachineDescription
{
    public static Dictionary<string, string> Create() => new()
    {
        ["date"] = DateTime.UtcNow.ToString("d MMMM yyyy", CultureInfo.InvariantCulture),
        ["processor"] = $"{File.ReadLines("/proc/stat").Count(static l => l.StartsWith("cpu", StringComparison.Ordinal)) - 1} × {Value("/proc/cpuinfo", "model name", ':')}"
            + (Value("/proc/cpuinfo", "flags", ':').Split(' ').Contains("hypervisor") ? " (virtual machine)" : ""),
        ["memory"] = $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30):F0} GiB",
        ["system"] = $"{Value("/etc/os-release", "PRETTY_NAME", '=').Trim('"')}, Linux {Environment.OSVersion.Version.ToString(2)}",
        ["runtime"] = $"{RuntimeInformation.FrameworkDescription} ({RuntimeInformation.ProcessArchitecture})",
    };

    private static string Value(string file, string name, char separator) => File.ReadLines(file)
        .Where(l => l.StartsWith(name, StringComparison.Ordinal)).Select(l => l[(l.IndexOf(separator) + 1)..].Trim()).FirstOrDefault() ?? "unknown";
}
