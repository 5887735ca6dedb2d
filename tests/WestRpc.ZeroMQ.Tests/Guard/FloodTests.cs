using System.Net;
using WestRpc.ZeroMQ.Guard;

namespace WestRpc.ZeroMQ.Tests.Guard;

public sealed class FloodTests
{
    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_thousand_silent_peers_under_256_descriptors_harm_nobody_who_is_in()
    {
        await using RunningProgram program = GuardedProgram.Start(descriptors: 256);
        IPEndPoint endpoint = await GuardedProgram.EndpointAsync(program);
        using var ended = new CancellationTokenSource();
        var joined = new TaskCompletionSource();
        Task<int> established = Task.Factory.StartNew(() => Talk(endpoint, joined, ended.Token), TaskCreationOptions.LongRunning);
        await Task.WhenAny(joined.Task, established);

        long connected;
        using (var flood = new SilentFlood(endpoint, peers: 1_000))
        {
            Task length = Task.Delay(TimeSpan.FromSeconds(10), TestEnd);
            // Who opens many connections competes with itself: another address is not kept out even now.
            using RawPeer elsewhere = await RawPeer.JoinAsync(endpoint, IPAddress.Parse("127.0.0.2"));
            Assert.InRange(Directory.GetFileSystemEntries($"/proc/{program.Id}/fd").Length, 1, new GuardLimits(256).Connections);
            Assert.False(length.IsCompleted, "A peer from another address did not get in during the flood.");
            await length;
            connected = flood.Connected;
        }

        TimeSpan newcomer = await Task.Factory.StartNew(
            () =>
            {
                using var peer = new EstablishedPeer(endpoint);
                TimeSpan time = peer.Join(TimeSpan.FromSeconds(10));
                peer.Echo();
                return time;
            },
            TaskCreationOptions.LongRunning);
        await ended.CancelAsync();
        int echoed = await established;
        TestContext.Current.TestOutputHelper!.WriteLine($"{connected:N0} connections, {echoed:N0} messages, newcomer in after {newcomer}.");
        Assert.True(connected > 1_000, $"Only {connected} connections were tried.");
        Assert.True(echoed > 10, $"Only {echoed} messages.");
    }

    [Fact(Timeout = 60_000)]
    public async Task Descriptors_taken_by_the_rest_of_the_process_keep_newcomers_out_until_they_are_given_back()
    {
        await using RunningProgram program = GuardedProgram.Start(descriptors: 256);
        IPEndPoint endpoint = await GuardedProgram.EndpointAsync(program);
        using RawPeer member = await RawPeer.JoinAsync(endpoint);
        program.TypeLine("take");
        await program.LineAsync("open ");

        var waiting = new List<RawPeer>();
        for (int i = 0; i < 20; i++)
            waiting.Add(await RawPeer.ConnectAsync(endpoint));
        await member.SayAsync(RawPeer.Frame("still here"));
        Assert.Equal(RawPeer.Frame("still here"), await member.HearAsync(12));

        program.TypeLine("give");
        await program.LineAsync("open ");
        waiting.ForEach(static w => w.Dispose());
        using RawPeer newcomer = await RawPeer.JoinAsync(endpoint);
    }

    private static int Talk(IPEndPoint endpoint, TaskCompletionSource joined, CancellationToken ended)
    {
        using var peer = new EstablishedPeer(endpoint);
        peer.Join(TimeSpan.FromSeconds(10));
        joined.SetResult();
        while (!ended.IsCancellationRequested)
            peer.Echo();
        return peer.Echoed;
    }
}
