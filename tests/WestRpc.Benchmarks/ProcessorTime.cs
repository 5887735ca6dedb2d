using System.Diagnostics;

namespace WestRpc.Benchmarks;

/// <summary>What processes have taken of the processors.</summary>
internal static class ProcessorTime
{
    public static TimeSpan Of(int processId)
    {
        using Process process = Process.GetProcessById(processId);
        return process.TotalProcessorTime;
    }
}
