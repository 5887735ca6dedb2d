using WestRpc.ZeroMQ.Guard;

namespace WestRpc.ZeroMQ.Tests.Guard;

public sealed class GuardLimitsTests
{
    [Theory]
    [InlineData(256, 144, 36)]
    [InlineData(1_024, 720, 180)] // 200 nodes of three connections each, and room for newcomers.
    [InlineData(4_096, 3_024, 256)]
    [InlineData(int.MaxValue, 65_536, 256)]
    [InlineData(64, 8, 2)]
    [InlineData(0, 8, 2)]
    public void Connections_leave_descriptors_for_the_rest_of_the_process(int descriptors, int connections, int strangers)
    {
        var limits = new GuardLimits(descriptors);
        Assert.Equal((connections, strangers), (limits.Connections, limits.Strangers));
    }

    [Fact]
    public void This_process_may_have_some() => Assert.True(GuardLimits.OfThisProcess().Connections >= 8);
}
