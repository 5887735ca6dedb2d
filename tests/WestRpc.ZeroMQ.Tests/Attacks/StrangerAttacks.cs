using System.Net;
using System.Net.Sockets;
using System.Text;
using NetMQ;
using NetMQ.Sockets;
using WestRpc.Wire;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Wire;

namespace WestRpc.ZeroMQ.Tests.Attacks;

/// <summary>Whoever can connect and does not know the secret.</summary>
public sealed class StrangerAttacks
{
    private const string Marker = "MARKER-3b1f7c";
    private const byte Dealer = 5;
    private const byte Subscriber = 2;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PeerWithoutSecret_IsNotAnswered(bool tasks)
    {
        await using var run = new TestRun();
        using var peer = new DealerSocket();
        peer.Connect(TestRun.Address(tasks ? run.Tasks : run.Results));
        foreach (byte[] message in Guesses())
            peer.SendFrame(message);
        await run.Lines.WaitAsync("Closed a connection");

        TestNode honest = run.Serve("honest");
        await run.EchoAsync(Marker);
        Assert.Equal(1, honest.Workers.Calls);
        Assert.False(peer.TryReceiveFrameBytes(out _));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WrongSecret_IsNotAnswered(bool zeros)
    {
        await using var run = new TestRun();
        WireException refused = Assert.Throws<WireException>(() => run.Connect("stranger", secret: zeros ? RunSecret.None : RunSecret.Generate()));
        Assert.Contains("did not take this node's greeting (another secret", refused.Message, StringComparison.Ordinal);
        Assert.Contains("secret", await run.Lines.WaitAsync("Closed a connection"), StringComparison.Ordinal);
        TestNode honest = run.Serve("honest");
        await run.EchoAsync(Marker);
        Assert.Equal(1, honest.Workers.Calls);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    public async Task OldGreeting_GetsNoTaskAndGivesNoResult(int version, bool tasks)
    {
        await using var run = new TestRun();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, tasks ? run.Tasks : run.Results, TestContext.Current.CancellationToken);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(version == 1 ? Zmtp.First : Zmtp.Second(Dealer), TestContext.Current.CancellationToken);
        try
        {
            foreach (byte[] message in Guesses())
                await stream.WriteAsync(version == 1 ? Zmtp.FrameOfFirst(message) : Zmtp.Frame(message), TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // It was closed for the greeting already.
        }

        await run.Lines.WaitAsync("Closed a connection");

        TestNode honest = run.Serve("honest");
        await run.EchoAsync(Marker);
        Assert.Equal(1, honest.Workers.Calls);
        Assert.InRange(client.Available, 0, Zmtp.GreetingSize);
    }

    [Fact]
    public async Task OldSubscriber_HearsNothing()
    {
        var run = new TestRun();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, run.Announcements, TestContext.Current.CancellationToken);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync((byte[])[.. Zmtp.Second(Subscriber), .. Zmtp.Frame([1])], TestContext.Current.CancellationToken);
        await run.Lines.WaitAsync("Closed a connection");
        TestNode honest = run.Serve("honest");
        await run.Lines.WaitAsync("hears announcements");
        await run.DisposeAsync();
        await honest.End;
        Assert.InRange(client.Available, 0, Zmtp.GreetingSize);
    }

    /// <summary>What one may try: a node's greeting in the clear, garbage of the right sizes, a result, and large and empty ones.</summary>
    private static IEnumerable<byte[]> Guesses()
    {
        var batch = new FrameBatch();
        batch.Append(0, new Frame(NodeFrame.NodeHello, new NodeHello("stranger", 1, 1, 1, 1, "").Write()));
        batch.Append(1, new Frame(new FrameHeader(0, FrameKind.Result, Lease: 1), Encoding.UTF8.GetBytes(Marker)));
        yield return batch.Message.ToArray();
        byte[] greeting = new byte[Handshake.GreetingSize];
        Preamble.Write(greeting, MessageKind.Greeting, SessionChannel.Tasks);
        yield return greeting;
        byte[] join = new byte[JoinProof.Size];
        Preamble.Write(join, MessageKind.Join, SessionChannel.Results);
        yield return join;
        yield return [];
        yield return new byte[1 << 20];
    }
}
