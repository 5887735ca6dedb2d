using System.Globalization;
using WestRpc.Configuration;
using WestRpc.Workers;

namespace WestRpc.Transports.Processes;

/// <summary>What tells a child process that it is a worker, and which.</summary>
/// <param name="Index">Its 0-based number on this host, <c>WM_PROCESS_ID</c>.</param>
/// <param name="Socket">Where the master listens.</param>
/// <param name="Parent">The master's process id.</param>
/// <param name="MaxMessageBytes">The largest message.</param>
/// <param name="HeartbeatMilliseconds">The time between signs of life; 0 for none.</param>
/// <param name="Resources">What it has of its machine's resources, as <see cref="WorkerResources"/> writes it.</param>
/// <param name="ProgramTag">What the marks of the programs that it starts begin with.</param>
internal sealed record WorkerEnvironment(
    int Index, string Socket, int Parent, int MaxMessageBytes, int HeartbeatMilliseconds, string Resources, string ProgramTag)
{
    public const string ProcessId = "WM_PROCESS_ID";
    public const string ProcessIndex = "WM_PROCESS_INDEX";
    private const string SocketVariable = "WM_WORKER_SOCKET";
    private const string ParentVariable = "WM_WORKER_PARENT";
    private const string MaxMessageVariable = "WM_WORKER_MAX_MESSAGE_BYTES";

    private const string HeartbeatVariable = "WM_WORKER_HEARTBEAT_MILLISECONDS";
    private const string ResourcesVariable = "WM_WORKER_RESOURCES";
    private const string ProgramTagVariable = "WM_WORKER_PROGRAM_TAG";

    public void Write(IDictionary<string, string?> environment)
    {
        environment[ProcessId] = environment[ProcessIndex] = Text(Index);
        environment[SocketVariable] = Socket;
        environment[ParentVariable] = Text(Parent);
        environment[MaxMessageVariable] = Text(MaxMessageBytes);
        environment[HeartbeatVariable] = Text(HeartbeatMilliseconds);
        environment[ResourcesVariable] = Resources;
        environment[ProgramTagVariable] = ProgramTag;
        environment.Remove(Setting.DispatchLogVariable);
    }

    /// <summary>
    /// Null where this process is no worker. What is found is removed from the environment, so that a program that a task
    /// starts does not take itself for one.
    /// </summary>
    public static WorkerEnvironment? Take()
    {
        if (Environment.GetEnvironmentVariable(SocketVariable) is not { Length: > 0 } socket)
            return null;
        var worker = new WorkerEnvironment(Number(ProcessId), socket, Number(ParentVariable), Number(MaxMessageVariable),
            Number(HeartbeatVariable), Environment.GetEnvironmentVariable(ResourcesVariable) ?? "",
            Environment.GetEnvironmentVariable(ProgramTagVariable) ?? "");
        foreach (string variable in (string[])[SocketVariable, ParentVariable, MaxMessageVariable, HeartbeatVariable, ResourcesVariable, ProgramTagVariable])
            Environment.SetEnvironmentVariable(variable, null);
        return worker;
    }

    private static int Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new WorkConfigurationException($"{variable} is missing or no number: {SocketVariable} is set by a master only, unset it.");

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
