using WestRpc.ZeroMQ.Tests.Attacks;

namespace WestRpc.ZeroMQ.Tests.Life;

/// <summary>Messages that are longer on their way than a side may be silent: what arrives of them shows that their sender lives.</summary>
public sealed class SlowLinkTests
{
    private const int Long = 800_000;
    private const int BytesPerSecond = 160_000;

    [Theory(Timeout = 120_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_long_message_on_a_slow_link_is_no_silence(bool fromNode)
    {
        // Five seconds on its way, where two are the limit.
        await using var run = new TestRun(timeoutFactor: 10);
        await using var path = new Interceptor(fromNode ? run.Results : run.Tasks);
        TestNode node = fromNode ? run.Serve("slow", results: path.Port) : run.Serve("slow", tasks: path.Port);
        await run.EchoAsync("before");
        path.BytesPerSecond = BytesPerSecond;
        await run.EchoAsync(new string('x', Long));
        await run.EchoAsync("after");
        Assert.False(node.End.IsCompleted);
        Assert.Equal(3, node.Workers.Calls);
        Assert.DoesNotContain("Lost", run.Lines.All, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_few_bytes_now_and_then_are_silence()
    {
        await using var run = new TestRun(timeoutFactor: 10);
        await using var path = new Interceptor(run.Results);
        run.Serve("drips", results: path.Port);
        await run.EchoAsync("before");
        path.BytesPerSecond = 200;
        Task answer = run.EchoAsync(new string('x', Long));
        Assert.Contains("it said nothing for 2 s", await run.Lines.WaitAsync("Lost node drips"), StringComparison.Ordinal);
        run.Serve("honest");
        await answer;
    }
}
