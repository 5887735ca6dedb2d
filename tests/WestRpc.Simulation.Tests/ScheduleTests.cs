namespace WestRpc.Simulation.Tests;

/// <summary>Any schedule: what holds in each of them is what the oracle checks.</summary>
public sealed class ScheduleTests(ITestOutputHelper output)
{
    private const int Schedules = 6_000;
    private const int LongFactor = 20;
    private const int LeastEvents = 200;

    [Fact]
    public void Run_ManySchedules_AllHoldAndAllComesUp()
    {
        var campaign = new Campaign();

        campaign.Run(from: 0, Repository.IsLong ? LongFactor * Schedules : Schedules, threads: 2);

        using var table = new StringWriter();
        campaign.Coverage.Write(table);
        output.WriteLine($"{campaign.Schedules:N0} schedules, {campaign.EventsPerSchedule:N0} events each");
        output.WriteLine(table.ToString());
        Assert.True(campaign.Failures.Count == 0, campaign.Failures is [(int seed, string failure), ..] ? FailureReport.Of(seed, failure) : "");
        Assert.Empty(campaign.Coverage.Missing());
        Assert.True(campaign.EventsPerSchedule >= LeastEvents, $"{campaign.EventsPerSchedule} events each");
    }
}
