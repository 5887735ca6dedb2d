using WestRpc.ZeroMQ.Security;
using static WestRpc.ZeroMQ.Tests.Security.TestSession;

namespace WestRpc.ZeroMQ.Tests.Security;

/// <summary>What an attacker, or a fault, can do to sealed frames: close the session.</summary>
public sealed class SealedSessionTests : IDisposable
{
    private readonly TestSession session = Start();

    private SealedSession Node => session.Node.Tasks;

    private SealedSession Master => session.Master.Tasks;

    public void Dispose() => session.Dispose();

    [Fact]
    public void Frames_InOrder_OpenBothWays()
    {
        for (byte i = 0; i < 100; i++)
        {
            Assert.Equal([i, 1], Open(Master, Seal(Node, i, 1)));
            Assert.Equal([i, 2], Open(Node, Seal(Master, i, 2)));
        }
    }

    [Fact]
    public void Seal_Text_IsNotInTheFrame()
    {
        byte[] text = [.. "the marker in this argument"u8];
        Assert.Equal(-1, Seal(Node, text).AsSpan().IndexOf(text.AsSpan(0, 6)));
    }

    [Fact]
    public void Open_InPlace_TakesOneMegabyteWithoutACopy()
    {
        byte[] frame = new byte[(1 << 20) + SealedFrame.Overhead];
        Random.Shared.NextBytes(frame);
        byte[] text = SealedFrame.Text(frame).ToArray();
        Node.Sending.Seal(frame);
        Span<byte> opened = Master.Receiving.Open(frame);
        Assert.True(opened.SequenceEqual(text));
        Assert.True(opened == SealedFrame.Text(frame));
    }

    [Fact]
    public void Open_EachBitChanged_ClosesTheSession()
    {
        const int Bits = (SealedFrame.Overhead + 5) * 8;
        for (int bit = 0; bit < Bits; bit++)
        {
            using TestSession fresh = Start();
            byte[] frame = Seal(fresh.Node.Tasks, 1, 2, 3, 4, 5);
            SealFault fault = Refused(() => Open(fresh.Master.Tasks, frame.With(bit)));
            Assert.Equal(bit < 64 ? SealFault.OutOfSequence : SealFault.Forged, fault);
            Assert.Equal(SealFault.Closed, Refused(() => Open(fresh.Master.Tasks, frame)));
            Assert.Equal(SealFault.Closed, Refused(() => Seal(fresh.Master.Tasks, 1)));
        }
    }

    [Fact]
    public void Open_ForgedFrame_LeavesNothingOfIt()
    {
        byte[] frame = Seal(Node, 1, 2, 3).With(bit: 64);
        Refused(() => Master.Receiving.Open(frame));
        Assert.Equal([0, 0, 0], SealedFrame.Text(frame).ToArray());
    }

    [Fact]
    public void Open_EachTruncation_ClosesTheSession()
    {
        const int Length = SealedFrame.Overhead + 5;
        for (int length = 0; length < Length; length++)
        {
            using TestSession fresh = Start();
            byte[] frame = Seal(fresh.Node.Tasks, 1, 2, 3, 4, 5);
            SealFault fault = Refused(() => Open(fresh.Master.Tasks, frame[..length]));
            Assert.Equal(length < SealedFrame.Overhead ? SealFault.WrongSize : SealFault.Forged, fault);
        }
    }

    [Fact]
    public void Open_LongerFrame_ClosesTheSession() =>
        Assert.Equal(SealFault.Forged, Refused(() => Open(Master, [.. Seal(Node, 1), 0])));

    [Fact]
    public void Open_TheSameFrameTwice_ClosesTheSession()
    {
        byte[] frame = Seal(Node, 1);
        Open(Master, frame);
        Assert.Equal(SealFault.OutOfSequence, Refused(() => Open(Master, frame)));
        Assert.Equal("Frame 2 was expected and one with the number 1 came: frames were lost, repeated or changed on their way.", Master.End);
    }

    [Fact]
    public void Open_AfterALostFrame_ClosesTheSessionAndSaysWhich()
    {
        Seal(Node, 1);
        byte[] second = Seal(Node, 2);
        Assert.Equal(SealFault.OutOfSequence, Refused(() => Open(Master, second)));
        Assert.StartsWith("Frame 1 was expected and one with the number 2 came", Master.End, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TwoFramesExchanged_ClosesTheSession()
    {
        byte[] first = Seal(Node, 1), second = Seal(Node, 2);
        Refused(() => Open(Master, second));
        Assert.Equal(SealFault.Closed, Refused(() => Open(Master, first)));
    }

    [Fact]
    public void Open_TwoFramesExchangedWithTheirNumbersPutRight_ClosesTheSession()
    {
        byte[] first = Seal(Node, 1), second = Seal(Node, 2);
        first.AsSpan(0, SealedFrame.NumberSize).CopyTo(second);
        Assert.Equal(SealFault.Forged, Refused(() => Open(Master, second)));
    }

    [Fact]
    public void Open_OurOwnFrameReflected_ClosesTheSession()
    {
        using TestSession fresh = Start(confirmed: false);
        byte[] frame = Seal(fresh.Node.Tasks, 1);
        Assert.Equal(SealFault.Forged, Refused(() => Open(fresh.Node.Tasks, frame)));
    }

    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(0, 1, 1)]
    [InlineData(0, 2, 2)]
    public void Open_OtherSessionSideOrChannel_IsRefusedEvenUnderTheSameKeys(int id, int side, int channel)
    {
        // Keys are never shared like this: the associated data holds by itself.
        using SealedSession sender = Make(id, (SessionSide)side, (SessionChannel)channel);
        using SealedSession receiver = Make(0, SessionSide.Node, SessionChannel.Tasks);
        Assert.Equal(SealFault.Forged, Refused(() => Open(receiver, Seal(sender, 1))));

        static SealedSession Make(int id, SessionSide side, SessionChannel channel) =>
            new(new SessionKeys(Bytes.From(id), Bytes.From(32), Bytes.From(32)), side, channel, confirmed: true);
    }

    [Fact]
    public void Numbers_AtTheirEnd_CloseTheSession()
    {
        var keys = new SessionKeys(Bytes.From(0), Bytes.From(32), Bytes.From(64));
        using var node = new SealedSession(keys, SessionSide.Node, SessionChannel.Tasks, confirmed: true, first: ulong.MaxValue - 2);
        using var master = new SealedSession(keys, SessionSide.Master, SessionChannel.Tasks, confirmed: true, first: ulong.MaxValue - 2);
        Open(master, Seal(node, 1));
        byte[] last = Seal(node, 2);
        Open(master, last);
        Assert.Equal(SealFault.Exhausted, Refused(() => Seal(node, 3)));
        Assert.Equal(SealFault.Exhausted, Refused(() => Open(master, last.With(bit: 63))));
        Assert.Equal(SealFault.Closed, Refused(() => Open(node, last)));
    }

    [Fact]
    public void Seal_FrameWithoutRoom_ThrowsAndUsesNoNumber()
    {
        Assert.Throws<ArgumentException>(() => Node.Sending.Seal(new byte[SealedFrame.Overhead - 1]));
        Assert.Equal([1], Open(Master, Seal(Node, 1)));
    }

    [Fact]
    public void Dispose_EndsBothDirections()
    {
        byte[] frame = Seal(Node, 1);
        Master.Dispose();
        Assert.Equal(SealFault.Closed, Refused(() => Open(Master, frame)));
        Assert.Equal(SealFault.Closed, Refused(() => Seal(Master, 1)));
    }

    [Fact]
    public void Close_FirstReason_Stays()
    {
        Master.Close("first");
        Master.Close("second");
        Assert.Equal("first", Master.End);
        SealException e = Assert.Throws<SealException>(() => Seal(Master, 1));
        Assert.Equal("The session is closed: first", e.Message);
    }
}
