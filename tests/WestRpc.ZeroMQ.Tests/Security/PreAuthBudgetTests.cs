using WestRpc.ZeroMQ.Security;

namespace WestRpc.ZeroMQ.Tests.Security;

/// <summary>What a stranger may cost.</summary>
public sealed class PreAuthBudgetTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void Take_UpToTheBytes_IsAllowed()
    {
        var budget = new PreAuthBudget(now: 10 * Second);
        Assert.Null(budget.Take(1_000, 11 * Second));
        Assert.Null(budget.Take(24, 11 * Second));
        Assert.Equal("1,025 bytes came before the handshake was done; 1,024 are allowed.", budget.Take(1, 11 * Second));
        Assert.NotNull(budget.Take(0, 11 * Second));
    }

    [Fact]
    public void Take_HugeLengths_DoNotOverflow()
    {
        var budget = new PreAuthBudget(now: 0);
        for (int i = 0; i < 5; i++)
            Assert.NotNull(budget.Take(int.MaxValue, 1));
    }

    [Fact]
    public void CheckTime_AtTheDeadline_IsTooLate()
    {
        var budget = new PreAuthBudget(now: 10 * Second);
        Assert.Equal(15 * Second, budget.Deadline);
        Assert.Null(budget.CheckTime((15 * Second) - 1));
        Assert.Equal("The handshake was not done within 5 s.", budget.CheckTime(15 * Second));
        Assert.Equal("The handshake was not done within 5 s.", budget.Take(1, 15 * Second));
    }

    [Fact]
    public void Authenticate_LiftsTheLimits()
    {
        var budget = new PreAuthBudget(now: 0, TimeSpan.FromSeconds(1), bytes: 10);
        budget.Authenticate();
        Assert.Null(budget.Take(1_000_000, 100 * Second));
        Assert.Null(budget.CheckTime(100 * Second));
    }
}
