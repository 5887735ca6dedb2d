using System.Diagnostics;

namespace WestRpc.Transports.Processes;

/// <summary>The command line of a child, and its environment.</summary>
internal static class ChildCommand
{
    public static ProcessStartInfo Create(ChildProgram program, WorkerEnvironment environment, MachineShare share)
    {
        var start = new ProcessStartInfo(program.File, program.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        environment.Write(start.Environment);
        share.Write(start.Environment);
        return start;
    }
}
