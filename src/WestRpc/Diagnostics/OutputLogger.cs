using Microsoft.Extensions.Logging;

namespace WestRpc.Diagnostics;

/// <summary>The logger of programs that brought none: warnings and errors, a line each, where workers' lines go.</summary>
internal sealed class OutputLogger(WorkOutput output) : ILogger
{
    /// <summary>The program's own logger, or one of these.</summary>
    public static ILogger For(WorkManagerOptions options) =>
        options.LoggerFactory?.CreateLogger("WestRpc") ?? new OutputLogger(options.Output);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            output.WriteLine(new WorkOutputLine(
                $"westrpc: {(logLevel == LogLevel.Warning ? "warning: " : "error: ")}{formatter(state, exception)}", IsError: true));
    }
}
