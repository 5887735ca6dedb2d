namespace WestRpc.Testing;

/// <summary>
/// What happens to some calls of a <see cref="FakeWorkManager"/>, made by <see cref="FakeWorkManager.When"/>. Each may be said of the
/// first attempts of a call only; without that it holds for all of them. Where several rules match a call, all of them apply.
/// </summary>
public sealed class FakeRule
{
    private readonly Func<WorkEnvelope, bool> matches;
    private readonly List<(int Attempts, Action<FakePlan> Apply)> effects = [];

    internal FakeRule(Func<WorkEnvelope, bool> matches) => this.matches = matches;

    /// <summary>The method is not run: its worker ends, as one does that is killed. Another attempt follows if there may be one.</summary>
    /// <param name="times">The attempts of each call that this is for: the first so many.</param>
    public FakeRule Loses(int times = int.MaxValue) => Add(times, static plan => plan.IsLost = true);

    /// <summary>The method is not run: the attempt ends as if it had thrown.</summary>
    /// <param name="exception">What it throws.</param>
    /// <param name="times">The attempts of each call that this is for: the first so many.</param>
    public FakeRule Fails(Exception exception, int times = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return Add(times, plan => plan.Failure = exception);
    }

    /// <summary>The attempt ends so much later, on the virtual clock. A task that takes a token heeds it meanwhile.</summary>
    /// <param name="time">How much later.</param>
    /// <param name="times">The attempts of each call that this is for: the first so many.</param>
    public FakeRule Delays(TimeSpan time, int times = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        return Add(times, plan => plan.Delay = Sum(plan.Delay, time));
    }

    /// <summary>The method is run twice, as where the worker is lost between the end of a call and the report of it; the second result counts.</summary>
    /// <param name="times">The attempts of each call that this is for: the first so many.</param>
    public FakeRule Repeats(int times = int.MaxValue) => Add(times, static plan => plan.Runs = 2);

    internal void Apply(WorkEnvelope call, int attempt, FakePlan plan)
    {
        lock (effects)
        {
            if (effects.Count == 0 || !Matches(call))
                return;
            foreach ((int attempts, Action<FakePlan> apply) in effects)
            {
                if (attempt <= attempts)
                    apply(plan);
            }
        }
    }

    private bool Matches(WorkEnvelope call)
    {
        try
        {
            return matches(call);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"A condition that was given to FakeWorkManager.When threw: {e.Message}", e);
        }
    }

    private static TimeSpan Sum(TimeSpan a, TimeSpan b) => a > TimeSpan.MaxValue - b ? TimeSpan.MaxValue : a + b;

    private FakeRule Add(int times, Action<FakePlan> apply)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        lock (effects)
            effects.Add((times, apply));
        return this;
    }
}

/// <summary>What the rules make of one attempt.</summary>
internal sealed class FakePlan
{
    public bool IsLost { get; set; }

    public Exception? Failure { get; set; }

    public TimeSpan Delay { get; set; }

    public int Runs { get; set; } = 1;
}
