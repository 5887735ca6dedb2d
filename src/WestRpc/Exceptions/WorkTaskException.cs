using WestRpc.Wire;

namespace WestRpc;

/// <summary>
/// A task's method threw. <see cref="Exception.InnerException"/> is the original where it never left the process
/// (<c>serial</c>, <c>threads</c>); elsewhere its type, message and stack trace are here as text, and only a
/// <see cref="ProgramFailedException"/> is an object again.
/// </summary>
public sealed class WorkTaskException : WorkException
{
    internal WorkTaskException(
        string taskName, string? label, string worker, string remoteType, string remoteMessage, string remoteStackTrace, Exception? inner)
        : base($"{(label is null ? taskName : $"{taskName} ({label})")} failed on {worker}: {remoteType}: {remoteMessage}", inner)
    {
        TaskName = taskName;
        Label = label;
        Worker = worker;
        RemoteType = remoteType;
        RemoteMessage = remoteMessage;
        RemoteStackTrace = remoteStackTrace;
    }

    /// <summary>The identity of the task.</summary>
    public string TaskName { get; }

    /// <summary>The submission's <see cref="WorkOptions.Label"/>.</summary>
    public string? Label { get; }

    /// <summary>The worker on which it ran.</summary>
    public string Worker { get; }

    /// <summary>The full name of the exception's type.</summary>
    public string RemoteType { get; }

    /// <summary>The exception's message.</summary>
    public string RemoteMessage { get; }

    /// <summary>The exception's stack trace, inner exceptions included.</summary>
    public string RemoteStackTrace { get; }

    /// <summary>From the exception itself, or from its text where it was thrown in another process.</summary>
    internal static WorkTaskException From(
        string taskName, string? label, WorkerIdentity worker, Exception? exception, ReadOnlyMemory<byte> failure)
    {
        WireFailure text = exception is null ? Read(failure) : WireFailure.From(exception);
        return new WorkTaskException(taskName, label, worker.ToString(), text.Type, text.Message, text.StackTrace,
            exception ?? (text.Program is { } program ? new ProgramFailedException(program) : null));
    }

    private static WireFailure Read(ReadOnlyMemory<byte> failure)
    {
        try
        {
            return WireFailure.Read(failure);
        }
        catch (WireException e)
        {
            return new WireFailure([], e.Message, "");
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{base.ToString()}{Environment.NewLine}--- on {Worker} ---{Environment.NewLine}{RemoteStackTrace}";
}
