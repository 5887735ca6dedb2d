using Microsoft.Extensions.Logging;

namespace WestRpc.Diagnostics;

/// <summary>
/// Keeps from those who log what the program's logger throws: a line that can't be written is lost, and no reason to end a run or
/// one of the threads that it lives on. The first is said.
/// </summary>
internal sealed class CarefulLogger(ILogger logger) : ILogger
{
    private bool failed;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => logger.BeginScope(state);

#pragma warning disable CA1031 // It is the program's own, and may throw anything.
    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return logger.IsEnabled(logLevel);
        }
        catch (Exception e)
        {
            Say(e);
            return false;
        }
    }

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            logger.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception e)
        {
            Say(e);
        }
    }
#pragma warning restore CA1031

    private void Say(Exception e)
    {
        if (failed)
            return;
        failed = true;
        WorkOutput.Default.WriteLine(new WorkOutputLine(
            $"westrpc: warning: The program's logger does not take what it is given, which is lost ({e.GetType().Name}: {e.Message})", IsError: true));
    }
}
