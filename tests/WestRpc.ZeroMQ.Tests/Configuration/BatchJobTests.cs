using System.Globalization;
using WestRpc.ZeroMQ.Configuration;

namespace WestRpc.ZeroMQ.Tests.Configuration;

/// <summary>The end of a batch job.</summary>
public sealed class BatchJobTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    [Theory]
    [InlineData("1800003600", 3600)]
    [InlineData("1800000000", 0)]
    [InlineData("1700000000", 0)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("UNLIMITED", null)]
    [InlineData("-5", null)]
    [InlineData("9999999999999999", null)]
    public void TimeLeft_OfSlurm_IsUntilItsEnd(string? end, int? seconds) =>
        Assert.Equal(Time(seconds), BatchJob.TimeLeft(Environment(end), Now));

    [Theory]
    [InlineData(600, 3600, 3000)]
    [InlineData(3600, 3600, 0)]
    [InlineData(7200, 3600, 0)]
    [InlineData(0, 3600, null)]
    [InlineData(600, null, null)]
    public void TimeUntilDrain_IsTheRestButThat(int before, int? end, int? seconds)
    {
        string? variable = end is { } after ? (Now.ToUnixTimeSeconds() + after).ToString(CultureInfo.InvariantCulture) : null;
        Assert.Equal(Time(seconds), BatchJob.TimeUntilDrain(TimeSpan.FromSeconds(before), Environment(variable), Now));
    }

    private static TimeSpan? Time(int? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : null;

    private static Func<string, string?> Environment(string? end) => name => name == "SLURM_JOB_END_TIME" ? end : null;
}
