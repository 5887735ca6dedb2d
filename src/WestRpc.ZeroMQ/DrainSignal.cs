using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using WestRpc.ZeroMQ.Configuration;

namespace WestRpc.ZeroMQ;

/// <summary>Says when nothing else is to begin here: at SIGUSR1, and a set time before the end of the batch job.</summary>
internal sealed class DrainSignal : IDisposable
{
    private const PosixSignal Usr1 = (PosixSignal)10;
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    private readonly PosixSignalRegistration signal;
    private readonly Timer? end;

    public DrainSignal(TimeSpan beforeEnd, ILogger logger, Action drain)
    {
        signal = PosixSignalRegistration.Create(Usr1, context =>
        {
            context.Cancel = true;
            Log.Draining(logger, "SIGUSR1");
            drain();
        });
        if (BatchJob.TimeUntilDrain(beforeEnd, Environment.GetEnvironmentVariable, DateTimeOffset.UtcNow) is { } wait)
        {
            end = new Timer(
                _ =>
                {
                    Log.Draining(logger, $"its batch job ends in {beforeEnd.TotalSeconds:0.###} s (WM_DRAIN_BEFORE_END)");
                    drain();
                },
                null, wait < LongestTimer ? wait : LongestTimer, Timeout.InfiniteTimeSpan);
        }
        else if (beforeEnd > TimeSpan.Zero)
        {
            ConfigurationLog.EndUnknown(logger, beforeEnd.TotalSeconds);
        }
    }

    public void Dispose()
    {
        signal.Dispose();
        end?.Dispose();
    }
}
