using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using WestRpc.ZeroMQ.Nodes;
using WestRpc.ZeroMQ.Tests.Attacks;

namespace WestRpc.ZeroMQ.Tests.Life;

public sealed class JoiningTests
{
    /// <summary>A node takes anything else for an answer of somebody who does not speak its protocol.</summary>
    [Fact(Timeout = 120_000)]
    public async Task The_first_that_a_node_hears_is_its_welcome_however_often_the_master_says_that_it_lives() =>
        await Task.Factory.StartNew(
            static () =>
            {
                var run = new TestRun(heartbeatMilliseconds: 1);
                for (int i = 0; i < 1000; i++)
                {
                    using MasterLink? link = run.Connect($"node{i}");
                    Assert.NotNull(link?.Welcome);
                }

                return run.DisposeAsync().AsTask();
            },
            TaskCreationOptions.LongRunning).Unwrap();

    [Fact(Timeout = 60_000)]
    public async Task A_node_that_is_to_end_waits_for_no_answer()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var stop = new CancellationTokenSource();
        await using var run = new TestRun { GiveUp = stop.Token };
        Task joining = Task.Factory.StartNew(
            () => run.Connect("node", tasks: ((IPEndPoint)silent.LocalEndpoint).Port, answer: TimeSpan.FromHours(1)),
            TaskCreationOptions.LongRunning);
        using Socket greeted = await silent.AcceptSocketAsync(TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => joining);
    }

    /// <summary>A server that takes a node and loses it, again and again, is not asked faster than it can bear.</summary>
    [Fact(Timeout = 90_000)]
    public async Task A_node_that_is_lost_as_soon_as_it_has_joined_comes_again_more_and_more_slowly()
    {
        await using var run = new TestRun();
        await using var path = new Interceptor(run.Results) { OnMessage = static (_, _, _) => throw new IOException("It is cut.") };
        long start = Stopwatch.GetTimestamp();
        await using RunningProgram node = RunningProgram.Start(
            Repository.TestProgram,
            new Dictionary<string, string>
            {
                ["WM_WORK_MANAGER"] = "zmq",
                ["WM_ZMQ_MODE"] = "client",
                ["WM_ZMQ_SERVER_INFO"] = run.InfoFile,
                ["WM_ZMQ_RESULT_ENDPOINT"] = TestRun.Address(path.Port),
                ["WM_ALLOW_MIXED_BUILDS"] = "1",
            },
            "wait", "--n-workers", "1");
        for (int i = 0; i < 8; i++)
            await run.Lines.WaitAsync("joined");

        // Seven pauses: at the least half of 0.2, 0.4, 0.8, 1.6, 3.2, 5 and 5 s.
        Assert.True(Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(8), $"8 times in {Stopwatch.GetElapsedTime(start)}");
    }
}
