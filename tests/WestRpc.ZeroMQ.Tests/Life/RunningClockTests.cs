namespace WestRpc.ZeroMQ.Tests.Life;

public sealed class RunningClockTests
{
    [Fact]
    public void Tick_Often_CountsAll()
    {
        var clock = new RunningClock(5_000);
        Assert.Equal(20, clock.Tick(5_020));
        Assert.Equal(520, clock.Tick(5_520));
        Assert.Equal(520, clock.Now);
    }

    [Fact]
    public void Tick_AfterStandingStill_CountsASecondAtMost()
    {
        var clock = new RunningClock(0);
        Assert.Equal(1_000, clock.Tick(100_000));
        Assert.Equal(1_020, clock.Tick(100_020));
    }
}
