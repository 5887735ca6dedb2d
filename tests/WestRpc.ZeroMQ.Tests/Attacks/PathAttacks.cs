using System.Net;
using System.Net.Sockets;
using WestRpc.Wire;
using WestRpc.ZeroMQ.Nodes;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Wire;

namespace WestRpc.ZeroMQ.Tests.Attacks;

/// <summary>An attacker on the path between a node and its master. It costs that session, and nobody a result.</summary>
public sealed class PathAttacks
{
    private const string Marker = "MARKER-3b1f7c";
    private const int ReadySize = 2 + 6 + 12 + 4 + 4;

    public static TheoryData<string, bool> Changes()
    {
        var data = new TheoryData<string, bool>();
        foreach (string change in (string[])["drop", "repeat", "exchange", "truncate", "lengthen", "flip"])
        {
            data.Add(change, true);
            data.Add(change, false);
        }

        data.Add("reflect", false);
        return data;
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task ChangedFrame_CostsThatSession_AndNoResult(string change, bool isNode)
    {
        await using var run = new TestRun();
        await using var path = new Interceptor(isNode ? run.Results : run.Tasks);
        TestNode victim = isNode ? run.Serve("victim", results: path.Port) : run.Serve("victim", tasks: path.Port);
        await run.EchoAsync("before");
        Assert.Equal(1, victim.Workers.Calls);

        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        byte[]? held = null;
        path.OnMessage = async (fromNode, text, reflect) =>
        {
            if (fromNode != isNode || changed.Task.IsCompleted)
                return [text];
            if (change == "exchange" && held is null)
            {
                held = text;
                return [];
            }

            changed.TrySetResult();
            switch (change)
            {
                case "drop":
                    return [];
                case "repeat":
                    return [text, text];
                case "exchange":
                    return [text, held!];
                case "truncate":
                    return [text[..^1]];
                case "lengthen":
                    return [[.. text, 0]];
                case "flip":
                    text[text.Length / 2] ^= 1;
                    return [text];
                default:
                    await reflect(text);
                    return [text];
            }
        };

        // The honest node comes while the victim is under attack, and answers what the victim can't.
        await changed.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        bool nodeNotices = !isNode && change != "reflect";
        if (nodeNotices)
            Assert.Equal(NodeEnd.MasterLost, await victim.End.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        else
            Assert.Contains("node victim", await run.Lines.WaitAsync("Lost node"), StringComparison.Ordinal);
        TestNode honest = run.Serve("honest");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => run.EchoAsync($"after {i}")));
        Assert.Equal(20, honest.Workers.Calls);
        Assert.Equal(1, victim.Workers.Calls);
    }

    [Fact]
    public async Task ResultsReflectedToTheNode_AreNotRead()
    {
        await using var run = new TestRun();
        await using var path = new Interceptor(run.Results);
        TestNode node = run.Serve("victim", results: path.Port);
        path.OnMessage = async (_, text, reflect) =>
        {
            await reflect(text);
            return [text];
        };
        for (int i = 0; i < 20; i++)
            await run.EchoAsync($"call {i}");
        Assert.Equal(20, node.Workers.Calls);
        Assert.False(node.End.IsCompleted);
    }

    [Fact]
    public async Task RecordedSession_PlayedAgain_GetsNoTaskAndGivesNoResult()
    {
        await using var run = new TestRun();
        byte[] tasksRecord;
        byte[] resultsRecord;
        await using (var tasks = new Interceptor(run.Tasks))
        await using (var results = new Interceptor(run.Results))
        {
            TestNode recorded = run.Serve("recorded", tasks.Port, results.Port);
            await run.EchoAsync(Marker);
            await recorded.DisposeAsync();
            await run.Lines.WaitAsync("joined");
            await run.Lines.WaitAsync("node recorded (process 1) left");
            tasksRecord = tasks.FromNode;
            resultsRecord = results.FromNode;
        }

        TestNode honest = run.Serve("honest");
        await run.Lines.WaitAsync("joined");
        using TcpClient tasksAgain = await PlayAsync(run.Tasks, tasksRecord);
        Assert.Contains("seal", await run.Lines.WaitAsync("Closed a connection"), StringComparison.Ordinal);
        using TcpClient resultsAgain = await PlayAsync(run.Results, resultsRecord);
        int heard = await CountToEndAsync(resultsAgain);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => run.EchoAsync($"{Marker} {i}")));
        Assert.Equal(20, honest.Workers.Calls);

        // ZeroMQ's own greeting and its command READY, and one reply of 64 bytes.
        Assert.InRange(tasksAgain.Available, 0, Zmtp.GreetingSize + 200);
        Assert.InRange(heard, 0, Zmtp.GreetingSize + 100);
    }

    /// <summary>Bytes that come before the other side closes; a reset may take some with it.</summary>
    private static async Task<int> CountToEndAsync(TcpClient client)
    {
        byte[] buffer = new byte[4_096];
        int count = 0;
        try
        {
            while (await client.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30)) is > 0 and int read)
                count += read;
        }
        catch (IOException)
        {
            // Reset.
        }

        return count;
    }

    [Theory(Timeout = 60_000)]
    [InlineData(ZeroMQSecurity.On)]
    [InlineData(ZeroMQSecurity.None)]
    public async Task Capture_HasArgumentsAndResults_OnlyWhereNothingIsSealed(ZeroMQSecurity security)
    {
        var run = new TestRun(security);
        await using var tasks = new Interceptor(run.Tasks);
        await using var results = new Interceptor(run.Results);
        await using var announcements = new Interceptor(run.Announcements);
        run.Serve("watched", tasks.Port, results.Port, announcements.Port);
        await run.EchoAsync(Marker);
        await run.Lines.WaitAsync("hears announcements");
        await run.DisposeAsync();
        Assert.Equal(security == ZeroMQSecurity.None, run.Lines.All.Contains("WM_ZMQ_SECURITY is none", StringComparison.Ordinal));
        foreach (byte[] capture in (byte[][])[tasks.All, results.All])
        {
            Assert.True(capture.Length > 200);
            Assert.Equal(security == ZeroMQSecurity.None, capture.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(Marker)) >= 0);
            if (security == ZeroMQSecurity.On)
                Assert.DoesNotContain("EchoTasks", System.Text.Encoding.Latin1.GetString(capture), StringComparison.Ordinal);
        }

        // What is announced, the stop, is in the clear as it is in a frame; and never an argument.
        var announced = new FrameBatch();
        announced.Append(0, new Frame(NodeFrame.NodeStop));
        byte[] text = SealedFrame.Text(announced.Message).ToArray();
        while (announcements.FromMaster.Length < Zmtp.GreetingSize + ReadySize + 2 + text.Length + SealedFrame.Overhead)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.Equal(security == ZeroMQSecurity.None, announcements.All.AsSpan().IndexOf(text) >= 0);
        Assert.Equal(-1, announcements.All.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(Marker)));
    }

    private static async Task<TcpClient> PlayAsync(int port, byte[] record)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(record, TestContext.Current.CancellationToken);
        return client;
    }
}
