using WestRpc.ZeroMQ.Security;
using static WestRpc.ZeroMQ.Tests.Security.TestSession;

namespace WestRpc.ZeroMQ.Tests.Security;

/// <summary>What is published: sealed for all nodes alike, and allowed to get lost.</summary>
public sealed class AnnouncementTests : IDisposable
{
    private readonly AnnouncementSealer sealer = new();
    private readonly AnnouncementOpener opener;

    public AnnouncementTests() => opener = new AnnouncementOpener(Grant());

    public void Dispose()
    {
        opener.Dispose();
        sealer.Dispose();
    }

    [Fact]
    public void TryOpen_WhatComes_TakesNewerOnes()
    {
        byte[][] frames = [Announce(0), Announce(1), Announce(2), Announce(3)];
        Assert.Equal(0, Open(frames[0]));
        Assert.Equal(2, Open(frames[2]));
        Assert.Null(Open(frames[1]));
        Assert.Null(Open(frames[2]));
        Assert.Equal(3, Open(frames[3]));
        Assert.Equal(2, opener.Dropped);
    }

    [Fact]
    public void TryOpen_FromBeforeTheGrant_IsDropped()
    {
        byte[] old = Announce(0);
        using var late = new AnnouncementOpener(Grant());
        Assert.False(late.TryOpen(old, out _));
        Assert.True(late.TryOpen(Announce(1), out _));
    }

    [Fact]
    public void TryOpen_EachBitChangedAndEachTruncation_IsDroppedAndHarmsNothing()
    {
        byte[] frame = Announce(7);
        for (int bit = 0; bit < frame.Length * 8; bit++)
            Assert.Null(Open(frame.With(bit)));
        for (int length = 0; length < frame.Length; length++)
            Assert.Null(Open(frame[..length]));
        Assert.Null(Open([255, 255, 255, 255, 255, 255, 255, 255, .. frame[8..]]));
        Assert.Equal(7, Open(frame));
    }

    [Fact]
    public void TryOpen_AnotherMasters_IsDropped()
    {
        using var other = new AnnouncementSealer();
        byte[] frame = new byte[SealedFrame.Overhead + 1];
        other.Seal(frame);
        Assert.Null(Open(frame));
    }

    [Fact]
    public void AnyNode_CouldForgeOne()
    {
        using var forger = new AnnouncementSealer(key: new SecretBytes(Grant().AsSpan(0, 32)));
        byte[] frame = new byte[SealedFrame.Overhead + 1];
        forger.Seal(frame);
        Assert.True(opener.TryOpen(frame, out _));
    }

    [Fact]
    public void Seal_AtItsLimit_Throws()
    {
        using var few = new AnnouncementSealer(last: 2);
        byte[] frame = new byte[SealedFrame.Overhead];
        few.Seal(frame);
        few.Seal(frame);
        Assert.Equal(SealFault.Exhausted, Refused(() => few.Seal(frame)));
    }

    [Fact]
    public void Grant_OfAnotherSize_IsRefused() =>
        Assert.Equal(SealFault.WrongSize, Refused(() => new AnnouncementOpener(new byte[39]).Dispose()));

    private byte[] Grant()
    {
        byte[] grant = new byte[AnnouncementSealer.GrantSize];
        sealer.WriteGrant(grant);
        return grant;
    }

    private byte[] Announce(byte text)
    {
        byte[] frame = new byte[SealedFrame.Overhead + 1];
        SealedFrame.Text(frame)[0] = text;
        sealer.Seal(frame);
        return frame;
    }

    private int? Open(byte[] frame) => opener.TryOpen([.. frame], out Span<byte> text) ? text[0] : null;
}
