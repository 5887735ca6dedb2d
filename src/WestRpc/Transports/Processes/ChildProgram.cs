using System.Runtime.InteropServices;

namespace WestRpc.Transports.Processes;

/// <summary>What is started as a worker: this program again, or <c>westrpc-worker</c> with the assembly that holds the tasks.</summary>
/// <param name="File">The executable.</param>
/// <param name="Arguments">Its command line.</param>
internal sealed record ChildProgram(string File, IReadOnlyList<string> Arguments)
{
    private const string Worker = "westrpc-worker";
    private const string Dotnet = "dotnet";

    /// <exception cref="WorkConfigurationException">There is no such file.</exception>
    public static ChildProgram Of(WorkManagerOptions options) => options switch
    {
        { TaskAssembly: "" } => throw new WorkConfigurationException(
            "WorkManagerOptions.TaskAssembly is empty, as Assembly.Location is for an assembly that was not loaded from a file: workers load the tasks from a file, so build them into one."),
        { TaskAssembly: { } assembly } => Host(
            Existing(assembly, "TaskAssembly names as the one that holds the tasks"), options.WorkerProgram),
        { WorkerProgram: not null } => throw new WorkConfigurationException(
            "WorkManagerOptions.WorkerProgram is set, but not TaskAssembly, the assembly whose tasks it is to run: set both, or neither."),
        _ => Itself(),
    };

    private static ChildProgram Itself()
    {
        string program = Environment.ProcessPath
            ?? throw new WorkConfigurationException("The path of this program is not known, so it can't be started as a worker; use threads.");
        string[] arguments = Environment.GetCommandLineArgs();

        // Run by the dotnet command, the first argument is the assembly; a program of its own is found by its path.
        return new ChildProgram(program, IsDotnet(program) ? arguments : arguments[1..]);
    }

    private static ChildProgram Host(string assembly, string? worker) =>
        new(DotnetCommand(), [worker is null ? Beside(assembly) : Existing(worker, "WorkerProgram names as the workers' program"), assembly]);

    private static string Beside(string assembly)
    {
        string[] places = [.. new[] { Path.GetDirectoryName(assembly)!, AppContext.BaseDirectory }.Distinct().Select(static d => Path.Combine(d, Worker, Worker + ".dll"))];
        return Array.Find(places, System.IO.File.Exists) ?? throw new WorkConfigurationException(
            $"The workers' program is not at {string.Join(" nor at ", places)}: add the package WestRpc.Worker to the project of '{Path.GetFileName(assembly)}', or set WorkManagerOptions.WorkerProgram.");
    }

    private static string Existing(string assembly, string role)
    {
        string path = Path.GetFullPath(assembly);
        return System.IO.File.Exists(path) ? path : throw new WorkConfigurationException(
            $"There is no assembly {path}, which WorkManagerOptions.{role}.");
    }

    /// <summary>The command of the runtime that runs this program, else the one on the path.</summary>
    private static string DotnetCommand()
    {
        if (Environment.ProcessPath is { } program && IsDotnet(program))
            return program;
        string beside = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", Dotnet));
        return System.IO.File.Exists(beside) ? beside : Dotnet;
    }

    private static bool IsDotnet(string program) =>
        Path.GetFileNameWithoutExtension(program).Equals(Dotnet, StringComparison.OrdinalIgnoreCase);
}
