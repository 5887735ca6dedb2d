using System.Diagnostics;

namespace WestRpc.Transports.Processes;

/// <summary>The command line that starts this program again.</summary>
internal static class ChildCommand
{
    /// <exception cref="WorkConfigurationException">This program's own file can't be found.</exception>
    public static ProcessStartInfo Create(WorkerEnvironment environment, MachineShare share)
    {
        string program = Environment.ProcessPath
            ?? throw new WorkConfigurationException("The path of this program is not known, so it can't be started as a worker; use threads.");
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        string[] arguments = Environment.GetCommandLineArgs();

        // Run by the dotnet command, the first argument is the assembly; a program of its own is found by its path.
        bool byDotnet = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        foreach (string argument in arguments.AsSpan(byDotnet ? 0 : 1))
            start.ArgumentList.Add(argument);
        environment.Write(start.Environment);
        share.Write(start.Environment);
        return start;
    }
}
