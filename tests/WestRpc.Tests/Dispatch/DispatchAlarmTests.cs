using WestRpc.Dispatch;

namespace WestRpc.Tests.Dispatch;

/// <summary>The thread that wakes the core.</summary>
public sealed class DispatchAlarmTests : IDisposable
{
    private const long Millisecond = 1_000_000;
    private const long Hour = 3_600_000 * Millisecond;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim rings = new(0);
    private readonly DispatchAlarm alarm;
    private long rungAt;

    public DispatchAlarmTests() => alarm = new DispatchAlarm(() =>
    {
        Volatile.Write(ref rungAt, MonotonicClock.Now);
        rings.Release();
    });

    [Fact]
    public void Set_InAWhile_RingsThenAndOnce()
    {
        long due = MonotonicClock.Now + (20 * Millisecond);
        alarm.Set(due);
        Assert.True(Rings());
        Assert.True(rungAt >= due, "too early");
        alarm.Set(MonotonicClock.Now + (20 * Millisecond));
        Assert.True(Rings());
        Assert.Equal(0, rings.CurrentCount);
    }

    [Fact]
    public void Set_InThePast_RingsAtOnce()
    {
        alarm.Set(0);
        Assert.True(Rings());
    }

    [Fact]
    public void Set_EarlierThanBefore_RingsAtTheEarlierTime()
    {
        alarm.Set(MonotonicClock.Now + Hour);
        alarm.Set(MonotonicClock.Now + (10 * Millisecond));
        Assert.True(Rings());
    }

    [Fact]
    public void Set_LaterThanBefore_DoesNotRingAtTheEarlierTime()
    {
        alarm.Set(MonotonicClock.Now + (20 * Millisecond));
        long later = MonotonicClock.Now + (60 * Millisecond);
        alarm.Set(later);
        Assert.True(Rings());
        Assert.True(rungAt >= later, "rang at the time that was taken back");
    }

    [Fact]
    public void Set_Never_TakesItBack()
    {
        alarm.Set(MonotonicClock.Now + (20 * Millisecond));
        alarm.Set(long.MaxValue);
        alarm.Set(MonotonicClock.Now + (60 * Millisecond));
        Assert.True(Rings());
        Assert.Equal(0, rings.CurrentCount);
    }

    [Fact]
    public void Set_FromTheRingItself_RingsAgain()
    {
        using var done = new ManualResetEventSlim();
        int count = 0;
        DispatchAlarm? own = null;
        own = new DispatchAlarm(() =>
        {
            if (++count == 200)
                done.Set();
            else
                own!.Set(MonotonicClock.Now + (count % 3 * Millisecond / 10));
        });
        using (own)
        {
            own.Set(0);
            Assert.True(done.Wait(Patience, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void Set_WhileItGoesToSleep_NoneIsMissed()
    {
        // The next time is set just when the thread has rung and is about to look whether there is one.
        for (int i = 0; i < 5_000; i++)
        {
            alarm.Set(i % 2 == 0 ? MonotonicClock.Now + Hour : MonotonicClock.Now + (Millisecond / 20));
            alarm.Set(MonotonicClock.Now);
            Assert.True(Rings(), $"ring {i} never came");
            while (rings.CurrentCount > 0)
                Assert.True(Rings());
        }
    }

    [Fact]
    public void Dispose_ArmedOrNot_RingsNoMore()
    {
        alarm.Set(MonotonicClock.Now + Hour);
        alarm.Dispose();
        alarm.Set(0);
        using var never = new DispatchAlarm(static () => throw new InvalidOperationException("rang"));
        never.Dispose();
        never.Set(0);
        Assert.Equal(0, rings.CurrentCount);
    }

    private bool Rings() => rings.Wait(Patience, TestContext.Current.CancellationToken);

    public void Dispose()
    {
        alarm.Dispose();
        rings.Dispose();
    }
}
