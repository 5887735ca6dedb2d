namespace WestRpc.ZeroMQ.Tests.Configuration;

/// <summary>Programs that can't run as they are set.</summary>
public sealed class AddZeroMQTests
{
    [Theory]
    [InlineData("--zmq-mode", "client")]
    [InlineData("--zmq-mode", "neither")]
    [InlineData("--zmq-mode=client", "--zmq-server-info=/none/info.json", "--zmq-startup-timeout=0")]
    [InlineData("--zmq-bind", "no-such-interface.invalid")]
    public async Task RunAsync_BadSetting_Is2AndTheBodyDoesNotRun(params string[] args)
    {
        bool ran = false;
        int code = await WorkApplication.RunAsync(
            ["--work-manager", "zmq", .. args],
            _ =>
            {
                ran = true;
                return Task.CompletedTask;
            },
            static managers => managers.AddZeroMQ());
        Assert.Equal(2, code);
        Assert.False(ran);
    }

    [Fact]
    public async Task StartAsync_ClientInCode_IsNoServer()
    {
        WorkConfigurationException e = await Assert.ThrowsAsync<WorkConfigurationException>(
            () => WorkManager.StartAsync("zmq", managers: static m => m.AddZeroMQ(new ZeroMQOptions { Mode = ZeroMQMode.Client })));
        Assert.Contains("WM_ZMQ_MODE is client", e.Message, StringComparison.Ordinal);
    }
}
