using WestRpc.Dispatch;

namespace WestRpc.Tests.Dispatch;

/// <summary>The core's time, and the driver's.</summary>
public sealed class CoreClockTests
{
    private const long Second = 1_000_000_000;

    private readonly CoreClock clock = new();

    [Fact]
    public void Advance_NotLate_IsTheDriversTime()
    {
        Assert.False(clock.Advance(100));
        Assert.Equal(100, clock.Now);
        clock.Arm(200, watching: false);
        Assert.Equal(200, clock.Wake);
        Assert.False(clock.Advance(200));
        Assert.Equal(200, clock.Now);
    }

    [Fact]
    public void Advance_Back_StandsStill()
    {
        clock.Advance(100);
        Assert.False(clock.Advance(50));
        Assert.Equal(100, clock.Now);
        clock.Advance(101);
        Assert.Equal(101, clock.Now);
    }

    [Fact]
    public void Advance_Late_TimeStoodStillAndWakesMoveWithIt()
    {
        clock.Advance(0);
        clock.Arm(10 * Second, watching: true);
        Assert.Equal(Second, clock.Wake);
        Assert.True(clock.Advance(1_000 * Second));
        Assert.Equal(0, clock.Now);
        clock.Arm(10 * Second, watching: false);
        Assert.Equal(1_010 * Second, clock.Wake);
        Assert.False(clock.Advance(1_010 * Second));
        Assert.Equal(10 * Second, clock.Now);
    }

    [Fact]
    public void Advance_ALittleLate_IsABusyMachine()
    {
        clock.Advance(0);
        clock.Arm(null, watching: true);
        Assert.False(clock.Advance(2 * Second));
        Assert.Equal(2 * Second, clock.Now);
        clock.Arm(null, watching: true);
        Assert.True(clock.Advance((4 * Second) + 1));
        Assert.Equal(2 * Second, clock.Now);
    }

    [Fact]
    public void Advance_NobodyAskedToBeWoken_IsNeverLate()
    {
        clock.Advance(0);
        clock.Arm(null, watching: false);
        Assert.Equal(long.MaxValue, clock.Wake);
        Assert.False(clock.Advance(1_000_000 * Second));
        Assert.Equal(1_000_000 * Second, clock.Now);
    }

    [Fact]
    public void Advance_AnyTimes_NeverGoesBackAndNeverFasterThanTheDriver()
    {
        var random = new Random(1);
        long time = 0;
        long now = 0;
        for (int i = 0; i < 10_000; i++)
        {
            long before = time;
            time += random.NextInt64(-Second, random.Next(10) == 0 ? 100 * Second : Second);
            clock.Advance(time);
            Assert.InRange(clock.Now - now, 0, Math.Max(0, time - before) + Second);
            now = clock.Now;
            clock.Arm(random.Next(2) == 0 ? now + random.NextInt64(10 * Second) : null, watching: random.Next(3) > 0);
            time = Math.Max(time, before);
        }
    }
}
