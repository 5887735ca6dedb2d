using Microsoft.Extensions.Logging;

namespace WestRpc.Diagnostics;

/// <summary>The logger of programs that brought none: warnings and errors, a line each, where workers' lines go.</summary>
/// <param name="output">Where workers' lines go.</param>
/// <param name="least">What is worth a line.</param>
internal sealed class OutputLogger(WorkOutput output, LogLevel least = LogLevel.Warning) : ILogger
{
    /// <summary>The program's own logger, or one of these.</summary>
    public static ILogger For(WorkManagerOptions options) =>
        new CarefulLogger(options.LoggerFactory?.CreateLogger("WestRpc") ?? new OutputLogger(options.Output));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            output.WriteLine(new WorkOutputLine(
                $"westrpc: {(logLevel switch { < LogLevel.Warning => "", LogLevel.Warning => "warning: ", _ => "error: " })}{formatter(state, exception)}", IsError: true));
    }
}
