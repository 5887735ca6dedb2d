using System.Globalization;

namespace WestRpc.Transports.Processes;

/// <summary>What tells a child process that it is a worker, and which.</summary>
/// <param name="Index">Its 0-based number on this host, <c>WM_PROCESS_ID</c>.</param>
/// <param name="Socket">Where the master listens.</param>
/// <param name="Parent">The master's process id.</param>
/// <param name="MaxMessageBytes">The largest message.</param>
internal sealed record WorkerEnvironment(int Index, string Socket, int Parent, int MaxMessageBytes)
{
    public const string ProcessId = "WM_PROCESS_ID";
    public const string ProcessIndex = "WM_PROCESS_INDEX";
    private const string SocketVariable = "WM_WORKER_SOCKET";
    private const string ParentVariable = "WM_WORKER_PARENT";
    private const string MaxMessageVariable = "WM_WORKER_MAX_MESSAGE_BYTES";

    public void Write(IDictionary<string, string?> environment)
    {
        environment[ProcessId] = environment[ProcessIndex] = Text(Index);
        environment[SocketVariable] = Socket;
        environment[ParentVariable] = Text(Parent);
        environment[MaxMessageVariable] = Text(MaxMessageBytes);
    }

    /// <summary>
    /// Null where this process is no worker. What is found is removed from the environment, so that a program that a task
    /// starts does not take itself for one.
    /// </summary>
    public static WorkerEnvironment? Take()
    {
        if (Environment.GetEnvironmentVariable(SocketVariable) is not { Length: > 0 } socket)
            return null;
        var worker = new WorkerEnvironment(Number(ProcessId), socket, Number(ParentVariable), Number(MaxMessageVariable));
        foreach (string variable in (string[])[SocketVariable, ParentVariable, MaxMessageVariable])
            Environment.SetEnvironmentVariable(variable, null);
        return worker;
    }

    private static int Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new WorkConfigurationException($"{variable} is missing or no number: {SocketVariable} is set by a master only, unset it.");

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
