using NetMQ;
using NetMQ.Sockets;
using WestRpc.Wire;
using WestRpc.ZeroMQ.Nodes;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Wire;

namespace WestRpc.ZeroMQ.Tests.Attacks;

/// <summary>The third socket: who hears it, and that nobody obeys it.</summary>
public sealed class AnnouncementAttacks
{
    [Fact]
    public async Task Stop_IsAnnounced_AndConfirmedToWhoAsks()
    {
        var run = new TestRun();
        using MasterLink link = run.Connect("asks")!;
        Task disposal = Task.CompletedTask;
        try
        {
            await run.Lines.WaitAsync("hears announcements");
            disposal = run.Work.DisposeAsync().AsTask();
            Assert.Equal(NodeFrame.NodeStop, Heard(link));
            await StoppedAsync(link);
            link.Append(0, new Frame(NodeFrame.AnnouncementHeard));
            link.Flush();
            await StoppedAsync(link);
        }
        finally
        {
            link.Append(0, new Frame(NodeFrame.NodeLeaves));
            link.Flush();
            await disposal;
            await run.DisposeAsync();
        }
    }

    [Fact]
    public async Task Announcement_OfAnotherMember_StopsNobody()
    {
        await using var run = new TestRun();
        using var forger = new XPublisherSocket();
        int port = forger.BindRandomPort("tcp://127.0.0.1");
        TestNode node = run.Serve("honest", announcements: port);
        byte[] subscription = forger.ReceiveFrameBytes();
        Assert.Equal(1 + JoinProof.Size, subscription.Length);

        // All nodes have one key: another one's grant is the forger's.
        using MasterLink other = run.Connect("forger")!;
        using var sealer = new AnnouncementSealer(key: new SecretBytes(other.Welcome!.Group.AsSpan(0, 32)));
        byte[] frame = Announcement(sealer);
        forger.SendFrame([.. subscription[1..], .. frame]);
        forger.SendFrame(frame);
        await run.EchoAsync("still here");
        Assert.False(node.End.IsCompleted);
    }

    [Fact]
    public async Task Subscription_WithoutProof_HearsNothing()
    {
        var run = new TestRun();
        using var stranger = new XSubscriberSocket();
        stranger.Connect(TestRun.Address(run.Announcements));
        stranger.SendFrame([1]);
        Assert.Contains("not WestRpc's", await run.Lines.WaitAsync("Closed a connection"), StringComparison.Ordinal);
        byte[] copied = new byte[1 + JoinProof.Size];
        copied[0] = 1;
        stranger.SendFrame(copied);
        await run.Lines.WaitAsync("Closed a connection");
        using (MasterLink link = run.Connect("honest")!)
        {
            await run.Lines.WaitAsync("hears announcements");
            Task disposal = run.Work.DisposeAsync().AsTask();
            Assert.Equal(NodeFrame.NodeStop, Heard(link));
            link.Append(0, new Frame(NodeFrame.NodeLeaves));
            link.Flush();
            await disposal;
        }

        Assert.False(stranger.TryReceiveFrameBytes(out _));
        await run.DisposeAsync();
    }

    [Fact]
    public async Task Announcements_CutOff_CostNothing()
    {
        await using var run = new TestRun();
        TestNode node;
        await using (var between = new Interceptor(run.Announcements))
        {
            node = run.Serve("deaf", announcements: between.Port);
            await run.Lines.WaitAsync("hears announcements");
        }

        for (int i = 0; i < 20; i++)
            await run.EchoAsync($"still here {i}");
        Assert.False(node.End.IsCompleted);
        Assert.Equal(20, node.Workers.Calls);
    }

    private static byte[] Announcement(AnnouncementSealer sealer)
    {
        var batch = new FrameBatch();
        batch.Append(0, new Frame(NodeFrame.NodeStop));
        sealer.Seal(batch.Message);
        return batch.Message.ToArray();
    }

    private static FrameKind Heard(MasterLink link)
    {
        long until = Environment.TickCount64 + 30_000;
        while (Environment.TickCount64 < until)
        {
            if (link.TryHear(out ReadOnlyMemory<byte> text) && FrameBatch.TryRead(ref text, 1 << 20, out _, out Frame frame))
                return frame.Kind;
            link.Wait(TimeSpan.FromMilliseconds(100));
        }

        throw new TimeoutException("No announcement came.");
    }

    private static Task StoppedAsync(MasterLink link) => Task.Run(
        () =>
        {
            long until = Environment.TickCount64 + 30_000;
            while (Environment.TickCount64 < until)
            {
                if (!link.TryReceive(out ReadOnlyMemory<byte> text))
                {
                    link.Wait(TimeSpan.FromMilliseconds(100));
                    continue;
                }

                while (FrameBatch.TryRead(ref text, 1 << 20, out _, out Frame frame))
                {
                    if (frame.Kind == NodeFrame.NodeStop)
                        return;
                }
            }

            throw new TimeoutException("The master did not say that it stops.");
        },
        TestContext.Current.CancellationToken);
}
