using WestRpc.ZeroMQ.Security;
using static WestRpc.ZeroMQ.Tests.Security.TestSession;

namespace WestRpc.ZeroMQ.Tests.Security;

/// <summary><c>WM_ZMQ_SECURITY=none</c>: nothing is hidden, and the numbers still count.</summary>
public sealed class PlainTests
{
    private static readonly byte[] Marker = "MARKER"u8.ToArray();

    [Fact]
    public void Seal_None_LeavesTextsInTheClear()
    {
        using TestSession session = Start(secret: RunSecret.None);
        byte[] frame = Seal(session.Node.Tasks, Marker);
        Assert.Equal([.. new byte[7], 1, .. Marker, .. new byte[16]], frame);
        Assert.Equal(Marker, Open(session.Master.Tasks, frame));
    }

    [Fact]
    public void Open_FrameThatDoesNotFollow_ClosesTheSession()
    {
        using TestSession session = Start(secret: RunSecret.None);
        byte[] frame = Seal(session.Node.Tasks, Marker);
        Open(session.Master.Tasks, frame);
        Assert.Equal(SealFault.OutOfSequence, Refused(() => Open(session.Master.Tasks, frame)));
    }

    [Fact]
    public void Join_None_IsPlainAsWell()
    {
        using TestSession session = Start(secret: RunSecret.None);
        JoinOffer offer = session.Master.Offer(SessionChannel.Results);
        byte[] message = new byte[JoinProof.Size];
        using SealedSession node = session.Node.Join(SessionChannel.Results, offer.Nonce, message);
        using SealedSession master = offer.Accept(message);
        byte[] frame = Seal(node, Marker);
        Assert.True(frame.AsSpan().IndexOf(Marker) > 0);
        Assert.Equal(Marker, Open(master, frame));
    }

    [Fact]
    public void Announcement_None_IsPlainAsWell()
    {
        using var sealer = new AnnouncementSealer(security: ZeroMQSecurity.None);
        byte[] grant = new byte[AnnouncementSealer.GrantSize];
        sealer.WriteGrant(grant);
        using var opener = new AnnouncementOpener(grant, ZeroMQSecurity.None);
        byte[] frame = [.. new byte[8], .. Marker, .. new byte[16]];
        sealer.Seal(frame);
        Assert.True(opener.TryOpen(frame, out Span<byte> text));
        Assert.Equal(Marker, text.ToArray());
    }

    [Fact]
    public void Accept_NodeOfNone_IsRefusedByARunWithASecret()
    {
        using var handshake = new NodeHandshake(RunSecret.None);
        byte[] greeting = new byte[Handshake.GreetingSize];
        handshake.WriteGreeting(greeting);
        using var secret = RunSecret.Generate();
        Assert.Equal(SealFault.Forged, Refused(() => new MasterHandshake(secret).Accept(greeting, 7, new byte[Handshake.ReplySize])));
    }
}
