using WestRpc.Transports;

namespace WestRpc.Tests.Transports;

/// <summary>Which worker is started when, after what came before.</summary>
public sealed class WorkerSlotsTests
{
    private static readonly WorkerEnd Crash = new("exit code 7", 7, StandardError: "no force field");

    private readonly WorkerSlots slots = new(3);
    private TimeSpan now = TimeSpan.FromHours(1);

    [Fact]
    public void TryStart_AlreadyThere_StartsNoSecondOne()
    {
        Assert.True(slots.TryStart(0));
        Assert.False(slots.TryStart(0));
        slots.Accepted(0, now);
        Assert.False(slots.TryStart(0));
        Assert.True(slots.TryStart(1));
    }

    [Fact]
    public void TryStart_GroupStillThere_WaitsUntilItIsGone()
    {
        Serve(0);
        slots.Ended(0, now, hasWorked: true, wasRelieved: false);
        Assert.False(slots.TryStart(0));
        Assert.Equal(new SlotDecision(SlotDecisionKind.Replace), slots.Gone(0, Crash));
        Assert.True(slots.TryStart(0));
    }

    [Fact]
    public void Gone_DiesAgainAndAgainWithoutACall_DelayGrowsToTenSeconds() => Assert.Equal(
        [0, 100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000],
        Enumerable.Range(0, 10).Select(_ => Die(0).Delay.TotalMilliseconds));

    [Fact]
    public void Gone_WorkedSinceItWasAccepted_IsReplacedAtOnceHoweverOften()
    {
        for (int i = 0; i < 100; i++)
            Assert.Equal(new SlotDecision(SlotDecisionKind.Replace), Die(0, hasWorked: true));
    }

    [Fact]
    public void Gone_WorkedOnce_DelayBeginsAnew()
    {
        for (int i = 0; i < 5; i++)
            Die(0);
        Assert.Equal(0, Die(0, hasWorked: true).Delay.TotalMilliseconds);
        Assert.Equal([0, 100, 200], Enumerable.Range(0, 3).Select(_ => Die(0).Delay.TotalMilliseconds));
    }

    [Fact]
    public void Gone_LivedLongWithoutACall_DelayBeginsAnew()
    {
        for (int i = 0; i < 5; i++)
            Die(0);
        Assert.Equal(1_600, Die(0, lived: 9.9).Delay.TotalMilliseconds);
        Assert.Equal(0, Die(0, lived: 10).Delay.TotalMilliseconds);
        Assert.Equal(0, Die(0).Delay.TotalMilliseconds);
        Assert.Equal(100, Die(0).Delay.TotalMilliseconds);
    }

    [Fact]
    public void Gone_OneSlotDiesAgainAndAgain_OthersAreNotDelayed()
    {
        for (int i = 0; i < 5; i++)
            Die(0);
        Assert.Equal(0, Die(1).Delay.TotalMilliseconds);
    }

    [Fact]
    public void Gone_ToldToEnd_IsReplacedAtOnce()
    {
        for (int i = 0; i < 5; i++)
            Die(0);
        Assert.Equal(new SlotDecision(SlotDecisionKind.Relieve), Die(0, wasRelieved: true));
    }

    [Fact]
    public void Gone_NeverAccepted_IsTriedAgainAfterALongerAndLongerTime() =>
        Assert.Equal([100, 200, 400, 800], Enumerable.Range(0, 4).Select(_ => FailToStart(0).Delay.TotalMilliseconds));

    [Fact]
    public void Gone_FiveInARowNeverAccepted_FailsTheRunWithTheLastOnesWords()
    {
        FailToStart(0);
        FailToStart(1);
        CouldNotStart(2);
        Assert.Equal(SlotDecisionKind.TryAgain, FailToStart(1).Kind);
        SlotDecision last = FailToStart(0);
        Assert.Equal(SlotDecisionKind.Fail, last.Kind);
        Assert.Equal(
            "5 workers in a row ended before they could take a task; the last: exit code 7. Its standard error ended with:\nno force field",
            last.Failure);
        Assert.True(slots.IsStopping);
        Assert.True(slots.IsAllGone);
        Assert.False(slots.TryStart(0));
    }

    [Fact]
    public void CouldNotStart_FiveInARow_FailsTheRun()
    {
        Assert.Equal([100, 200, 400, 800], Enumerable.Range(0, 4).Select(_ => CouldNotStart(0).Delay.TotalMilliseconds));
        Assert.Equal(
            "5 workers in a row ended before they could take a task; the last: No such file.", CouldNotStart(0).Failure);
        Assert.True(slots.IsAllGone);
    }

    [Fact]
    public void Gone_OneWasAcceptedInBetween_TheCountBeginsAnew()
    {
        for (int i = 0; i < 4; i++)
            FailToStart(0);
        Die(1);
        Assert.Equal([100, 200, 400, 800], Enumerable.Range(0, 4).Select(_ => FailToStart(0).Delay.TotalMilliseconds));
        Assert.Equal(SlotDecisionKind.Fail, FailToStart(0).Kind);
    }

    [Fact]
    public void Gone_ManyNeverAcceptedWhileAnotherWorks_IsTriedForEver()
    {
        Serve(1);
        for (int i = 0; i < 30; i++)
            Assert.Equal(SlotDecisionKind.TryAgain, FailToStart(0).Kind);
        Assert.Equal(10_000, FailToStart(0).Delay.TotalMilliseconds);

        // The one that works is dead, if not gone: the next failure is the last.
        slots.Ended(1, now, hasWorked: true, wasRelieved: false);
        Assert.Equal(SlotDecisionKind.Fail, FailToStart(0).Kind);
        Assert.False(slots.IsAllGone);
        Assert.Equal(default, slots.Gone(1, Crash));
        Assert.True(slots.IsAllGone);
    }

    [Fact]
    public void Gone_ManyNeverAcceptedWhileOthersStart_FailsTheRun()
    {
        Assert.True(slots.TryStart(1));
        for (int i = 0; i < 4; i++)
            FailToStart(0);
        Assert.Equal(SlotDecisionKind.Fail, FailToStart(0).Kind);
        Assert.False(slots.IsAllGone);
    }

    [Fact]
    public void Stop_NothingIsStartedAnyMore()
    {
        Serve(0);
        Assert.True(slots.TryStart(1));
        Assert.True(slots.TryStart(2));
        slots.Stop();
        slots.Ended(0, now, hasWorked: false, wasRelieved: true);
        Assert.Equal(default, slots.Gone(0, Crash));
        slots.Ended(1, now, hasWorked: false, wasRelieved: false);
        Assert.Equal(default, slots.Gone(1, Crash));
        Assert.False(slots.IsAllGone);
        Assert.Equal(default, slots.CouldNotStart(2, "No such file"));
        Assert.True(slots.IsAllGone);
        Assert.All([0, 1, 2], s => Assert.False(slots.TryStart(s)));
    }

    [Fact]
    public void Stop_NothingWasStarted_AllIsGone()
    {
        Assert.False(slots.IsAllGone);
        slots.Stop();
        Assert.True(slots.IsAllGone);
    }

    [Fact]
    public void Accepted_NobodyThere_Throws()
    {
        Assert.Throws<InvalidOperationException>(() => slots.Accepted(0, now));
        Serve(0);
        Assert.Throws<InvalidOperationException>(() => slots.Accepted(0, now));
        Assert.Throws<InvalidOperationException>(() => slots.Gone(0, Crash));
    }

    private void Serve(int slot)
    {
        Assert.True(slots.TryStart(slot));
        slots.Accepted(slot, now);
    }

    private SlotDecision Die(int slot, bool hasWorked = false, bool wasRelieved = false, double lived = 1)
    {
        Serve(slot);
        now += TimeSpan.FromSeconds(lived);
        slots.Ended(slot, now, hasWorked, wasRelieved);
        return slots.Gone(slot, Crash);
    }

    private SlotDecision FailToStart(int slot)
    {
        Assert.True(slots.TryStart(slot));
        slots.Ended(slot, now, hasWorked: false, wasRelieved: false);
        return slots.Gone(slot, Crash);
    }

    private SlotDecision CouldNotStart(int slot)
    {
        Assert.True(slots.TryStart(slot));
        return slots.CouldNotStart(slot, "No such file");
    }
}
