using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace WestRpc.ZeroMQ.Tests.Attacks;

/// <summary>What is logged, to be waited for.</summary>
internal sealed class LogLines : ILogger, ILoggerFactory
{
    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();
    private readonly List<string> all = [];

    /// <summary>All lines so far.</summary>
    public string All
    {
        get
        {
            lock (all)
                return string.Join('\n', all);
        }
    }

    /// <summary>Waits for a line that holds this.</summary>
    public async Task<string> WaitAsync(string part)
    {
        while (true)
        {
            string line = await lines.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
            if (line.Contains(part, StringComparison.Ordinal))
                return line;
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        string line = $"{formatter(state, exception)}{(exception is null ? "" : $"\n{exception}")}";
        lock (all)
            all.Add(line);
        lines.Writer.TryWrite(line);
    }
}
