using System.Net;
using Microsoft.Extensions.Logging;
using WestRpc.ZeroMQ.Tests.Attacks;
using WestRpc.ZeroMQ.Tests.Guard;

namespace WestRpc.ZeroMQ.Tests.Life;

/// <summary>A program's logger that throws, on whatever thread it is called: the master goes on.</summary>
public sealed class ThrowingLoggerTests
{
    [Fact(Timeout = 60_000)]
    public async Task A_logger_that_throws_costs_nothing_but_its_lines()
    {
        var logger = new Throwing();
        await using var run = new TestRun(logger: logger, timeoutFactor: 10);
        logger.IsFull = true;
        using (RawPeer stranger = await RawPeer.ConnectAsync(new IPEndPoint(IPAddress.Loopback, run.Tasks)))
        {
            await stranger.SayAsync([.. "GET / HTTP/1.1\r\n\r\n"u8]);
            await stranger.ClosedAsync();
        }

        // One leaves, one breaks off, one falls silent.
        await run.Serve("leaves").DisposeAsync();
        run.Connect("breaks off")!.Dispose();
        using (run.Connect("is silent"))
        {
            while (run.Work.WorkerCount > 0)
                await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        run.Serve("goes on");
        await run.EchoAsync("still here");
    }

    private sealed class Throwing : ILogger, ILoggerFactory
    {
        public bool IsFull { get; set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsFull)
                throw new InvalidOperationException("The log is full.");
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
