using WestRpc.ZeroMQ.Security;
using static WestRpc.ZeroMQ.Tests.Security.TestSession;

namespace WestRpc.ZeroMQ.Tests.Security;

/// <summary>Other connections prove that they belong to a session.</summary>
public sealed class JoinTests : IDisposable
{
    private readonly TestSession session = Start();
    private readonly byte[] message = new byte[JoinProof.Size];

    public void Dispose() => session.Dispose();

    [Theory]
    [InlineData((int)SessionChannel.Results)]
    [InlineData((int)SessionChannel.Announcements)]
    public void Join_WithAnOffer_OpensAChannelWithKeysOfItsOwn(int value)
    {
        var channel = (SessionChannel)value;
        JoinOffer offer = session.Master.Offer(channel);
        using SealedSession node = session.Node.Join(channel, offer.Nonce, message);
        Assert.Equal(Bytes.Hex(session.Master.Tasks.Id), Bytes.Hex(JoinProof.SessionId(message, channel)));
        using SealedSession master = offer.Accept(message);
        Assert.Equal([1], Open(node, Seal(master, 1)));
        Assert.Equal([2], Open(master, Seal(node, 2)));
    }

    [Fact]
    public void Frames_OfAnotherChannel_CloseTheSession()
    {
        JoinOffer offer = session.Master.Offer(SessionChannel.Results);
        using SealedSession node = session.Node.Join(SessionChannel.Results, offer.Nonce, message);
        using SealedSession master = offer.Accept(message);
        Seal(node, 0);
        Assert.Equal(SealFault.Forged, Refused(() => Open(session.Master.Tasks, Seal(node, 1))));
        Assert.Equal(SealFault.OutOfSequence, Refused(() => Open(master, Seal(session.Node.Tasks, 1))));
    }

    [Fact]
    public void Accept_AProofAgain_IsRefused()
    {
        JoinOffer offer = session.Master.Offer(SessionChannel.Results);
        session.Node.Join(SessionChannel.Results, offer.Nonce, message).Dispose();
        offer.Accept(message).Dispose();
        Assert.Equal(SealFault.Replayed, Refused(() => offer.Accept(message)));
        JoinOffer next = session.Master.Offer(SessionChannel.Results);
        Assert.Equal(SealFault.Forged, Refused(() => next.Accept(message)));
    }

    [Fact]
    public void Accept_EachBitChanged_IsRefusedAndLeavesTheOfferOpen()
    {
        JoinOffer offer = session.Master.Offer(SessionChannel.Results);
        session.Node.Join(SessionChannel.Results, offer.Nonce, message).Dispose();
        for (int bit = 0; bit < message.Length * 8; bit++)
            Refused(() => offer.Accept(message.With(bit)));
        offer.Accept(message).Dispose();
    }

    [Fact]
    public void Accept_AnotherSessionsProof_IsRefused()
    {
        using TestSession other = Start();
        JoinOffer offer = session.Master.Offer(SessionChannel.Results);
        other.Node.Join(SessionChannel.Results, offer.Nonce, message).Dispose();
        Assert.Equal(SealFault.Forged, Refused(() => offer.Accept(message)));
        session.Master.Tasks.Id.CopyTo(message.AsSpan(Preamble.Size));
        Assert.Equal(SealFault.Forged, Refused(() => offer.Accept(message)));
    }

    [Fact]
    public void Accept_AProofForAnotherChannel_IsRefused()
    {
        JoinOffer offer = session.Master.Offer(SessionChannel.Results);
        session.Node.Join(SessionChannel.Announcements, offer.Nonce, message).Dispose();
        Assert.Equal(SealFault.NotOurs, Refused(() => offer.Accept(message)));
        message[6] = (byte)SessionChannel.Results;
        Assert.Equal(SealFault.Forged, Refused(() => offer.Accept(message)));
    }

    [Fact]
    public void Accept_EachLength_IsRefused()
    {
        JoinOffer offer = session.Master.Offer(SessionChannel.Results);
        session.Node.Join(SessionChannel.Results, offer.Nonce, message).Dispose();
        for (int length = 0; length < message.Length; length++)
            Refused(() => offer.Accept(message.AsSpan(0, length)));
        Assert.Equal(SealFault.WrongSize, Refused(() => offer.Accept([.. message, 0])));
    }

    [Fact]
    public void Accept_WhenTheSessionIsClosed_IsRefused()
    {
        JoinOffer offer = session.Master.Offer(SessionChannel.Results);
        session.Node.Join(SessionChannel.Results, offer.Nonce, message).Dispose();
        session.Master.Tasks.Close("gone");
        Assert.Equal(SealFault.Closed, Refused(() => offer.Accept(message)));
    }

    [Fact]
    public void Offer_ForTheTasksChannel_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => session.Master.Offer(SessionChannel.Tasks));

    [Fact]
    public void Parts_OfTheOtherSide_Throw()
    {
        Assert.Throws<InvalidOperationException>(() => session.Node.Offer(SessionChannel.Results));
        Assert.Throws<InvalidOperationException>(() => session.Master.Join(SessionChannel.Results, new byte[32], message));
    }
}
