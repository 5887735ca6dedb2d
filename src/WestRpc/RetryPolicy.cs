using WestRpc.Dispatch;

namespace WestRpc;

/// <summary>
/// Runs a call again whose method threw. Off unless a submission asks for it: most exceptions come again. Losing a worker
/// is another matter (<see cref="WorkOptions.MaxAttempts"/>).
/// </summary>
public sealed record RetryPolicy
{
    private readonly string[] names;

    /// <summary>
    /// Retries calls that end with one of these exceptions, or with one derived from one of them. A call that ran over its
    /// time limit is retried only where <see cref="WorkTimeoutException"/> itself is named.
    /// </summary>
    /// <exception cref="ArgumentException">There is none, or one is no exception.</exception>
    public RetryPolicy(params Type[] on)
    {
        ArgumentNullException.ThrowIfNull(on);
        if (on.Length == 0 || on.Any(static t => !typeof(Exception).IsAssignableFrom(t)))
            throw new ArgumentException("Name one type of exception at least.", nameof(on));
        On = [.. on];
        names = [.. on.Select(static t => t.FullName ?? t.Name)];
    }

    private RetryPolicy(IReadOnlyList<Type> on, string[] names)
    {
        On = on;
        this.names = names;
    }

    /// <summary>The types of exceptions that are retried.</summary>
    public IReadOnlyList<Type> On { get; }

    /// <summary>How often a call is run again at most. Default: 2.</summary>
    public int MaxRetries
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 2;

    /// <summary>The time before the first retry; each later one waits twice as long. Default: 1 s.</summary>
    public TimeSpan Delay
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(1);

    /// <summary>The longest time before a retry. Default: 60 s.</summary>
    public TimeSpan MaxDelay
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(60);

    /// <summary>The time before a retry, in nanoseconds: half of it fixed, half of it chance, so that not all come back at once.</summary>
    /// <param name="retries">How many there were before.</param>
    /// <param name="chance">From 0 to 1.</param>
    internal long DelayBefore(int retries, double chance)
    {
        double delay = Math.Min(Delay.TotalNanoseconds * Math.Pow(2, Math.Min(retries, 40)), Nanoseconds.Of(MaxDelay));
        return (long)(delay * (0.5 + (0.5 * chance)));
    }

    /// <summary>One that knows the types by their names alone, as a record of a run does.</summary>
    internal static RetryPolicy OfNames(IEnumerable<string> names) => new([], [.. names]);

    /// <summary>The full names of <see cref="On"/>.</summary>
    internal IReadOnlyList<string> Names => names;

    /// <summary>Whether it retries calls that ran over their time limit.</summary>
    internal bool CoversTimeLimits => Array.IndexOf(names, typeof(WorkTimeoutException).FullName) >= 0;

    /// <summary>Whether an exception is one of those, by the names of its type and the types that that derives from.</summary>
    internal bool Covers(IEnumerable<string> types) => types.Any(t => Array.IndexOf(names, t) >= 0);
}
