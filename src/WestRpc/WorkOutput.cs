namespace WestRpc;

/// <summary>A whole line that a worker or the framework prints.</summary>
/// <param name="Text">The line without its end.</param>
/// <param name="IsError">Whether it is for standard error.</param>
/// <param name="WorkerIndex">The worker's 0-based number on this host; null for the framework's own messages.</param>
public readonly record struct WorkOutputLine(string Text, bool IsError, int? WorkerIndex = null);

/// <summary>
/// The one writer of what workers print: whole lines, one at a time. A program with a live display redirects it for as
/// long as that display is up.
/// </summary>
public sealed class WorkOutput
{
    private readonly Lock gate = new();
    private readonly Action<WorkOutputLine> write;
    private Action<WorkOutputLine> current;

    /// <summary>Gives lines to <paramref name="write"/>, one at a time; it must not wait for a task.</summary>
    public WorkOutput(Action<WorkOutputLine> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        this.write = current = write;
    }

    /// <summary>Standard output and error of this program.</summary>
    public static WorkOutput Default { get; } = new(static line => (line.IsError ? Console.Error : Console.Out).WriteLine(line.Text));

    /// <summary>Prints a line. One that can't be printed is lost (nobody reads it, a full disk): that is no reason to end a run.</summary>
    public void WriteLine(WorkOutputLine line)
    {
        try
        {
            lock (gate)
                current(line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // .NET says UnauthorizedAccessException where a descriptor is closed.
        }
    }

    /// <summary>Gives lines to <paramref name="other"/> until the returned value is disposed.</summary>
    public IDisposable RedirectTo(Action<WorkOutputLine> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        lock (gate)
            current = other;
        return new Redirection(this);
    }

    private sealed class Redirection(WorkOutput output) : IDisposable
    {
        public void Dispose()
        {
            lock (output.gate)
                output.current = output.write;
        }
    }
}
