using WestRpc.ZeroMQ.Security;

namespace WestRpc.ZeroMQ.Tests.Security;

/// <summary>A node and a master that have shaken hands, and what they say to each other.</summary>
internal sealed class TestSession : IDisposable
{
    private TestSession(MemberSession node, MemberSession master)
    {
        Node = node;
        Master = master;
    }

    public MemberSession Node { get; }

    public MemberSession Master { get; }

    /// <param name="limits">Of each key.</param>
    /// <param name="confirmed">Whether the node has said its first frame.</param>
    /// <param name="secret">What both know; else a new one.</param>
    public static TestSession Start(KeyLimits? limits = null, bool confirmed = true, RunSecret? secret = null)
    {
        using RunSecret _ = secret ??= RunSecret.Generate();
        using var handshake = new NodeHandshake(secret, limits);
        byte[] greeting = new byte[Handshake.GreetingSize];
        byte[] reply = new byte[Handshake.ReplySize];
        handshake.WriteGreeting(greeting);
        MemberSession master = new MasterHandshake(secret, limits).Accept(greeting, 7, reply);
        var session = new TestSession(handshake.ReadReply(reply), master);
        if (confirmed)
            Open(master.Tasks, Seal(session.Node.Tasks, 0));
        return session;
    }

    /// <summary>A text of some bytes, sealed.</summary>
    public static byte[] Seal(SealedSession from, params byte[] text)
    {
        byte[] frame = new byte[text.Length + SealedFrame.Overhead];
        text.CopyTo(SealedFrame.Text(frame));
        from.Sending.Seal(frame);
        return frame;
    }

    /// <summary>Opens a copy of a frame, as if it had been received.</summary>
    public static byte[] Open(SealedSession at, byte[] frame) => at.Receiving.Open([.. frame]).ToArray();

    public static SealFault Refused(Action action) => Assert.Throws<SealException>(action).Fault;

    public void Dispose()
    {
        Node.Dispose();
        Master.Dispose();
    }
}
