using System.Globalization;
using System.Text.Json.Serialization;

namespace WestRpc.ZeroMQ.Configuration;

/// <summary>Which process a run's master is.</summary>
/// <param name="Host">The name of its machine.</param>
/// <param name="ProcessId">Its process id.</param>
/// <param name="Place">Within which process ids mean the same: the start of the machine and the container; empty where unknown.</param>
/// <param name="Started">When it started, in the kernel's ticks: a process id is used again.</param>
internal sealed record MasterProcess(
    string Host,
    [property: JsonPropertyName("pid")] int ProcessId,
    string Place,
    long Started)
{
    public static MasterProcess Current { get; } =
        new(Environment.MachineName, Environment.ProcessId, PlaceOfThis(), StartOf(Environment.ProcessId) ?? 0);

    /// <summary>Whether it has surely ended: false also where that can't be told from here.</summary>
    public bool IsGone() => Place.Length > 0 && Place == Current.Place && StartOf(ProcessId) != Started;

    private static string PlaceOfThis()
    {
        try
        {
            string boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
            return $"{boot} {new FileInfo("/proc/self/ns/pid").LinkTarget}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Null where there is no such process, or only what is left of one that nobody waited for.</summary>
    private static long? StartOf(int processId)
    {
        try
        {
            // "pid (name, which may hold anything) state parent …": the state is field 3, the start field 22.
            string status = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
            string[] fields = status[(status.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
