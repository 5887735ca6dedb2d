using System.Globalization;

namespace WestRpc.ZeroMQ.Configuration;

/// <summary>Waits for a file that another machine writes.</summary>
internal static class FileWait
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>Reads until it is good.</summary>
    /// <param name="read">Reads it once.</param>
    /// <param name="timeout">How long to go on.</param>
    /// <param name="say">Told at once what is waited for, once for each state that it is in.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="WorkConfigurationException">It is refused, or was not good in time.</exception>
    public static async Task<T> UntilGoodAsync<T>(
        Func<FileOutcome<T>> read, TimeSpan timeout, Action<string> say, CancellationToken cancellation, TimeProvider? time = null)
        where T : class
    {
        time ??= TimeProvider.System;
        long start = time.GetTimestamp();
        var backoff = new Backoff(FirstWait, LongestWait);
        var said = new HashSet<FileState>();
        string limit = timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        while (true)
        {
            FileOutcome<T> outcome = read();
            if (outcome.Value is { } value)
                return value;
            if (outcome.State == FileState.Refused)
                throw new WorkConfigurationException($"{outcome.Reason}.");
            TimeSpan left = timeout - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
                throw new WorkConfigurationException(
                    $"{outcome.Reason}, after {limit} s of waiting: start the server, or wait longer ({ZeroMQSettings.StartupTimeoutVariable}).");
            if (said.Add(outcome.State))
                say($"{outcome.Reason}; waiting for the server for up to {limit} s ({ZeroMQSettings.StartupTimeoutVariable})");
            TimeSpan wait = backoff.Next();
            await Task.Delay(wait < left ? wait : left, time, cancellation);
        }
    }
}
