using System.Buffers.Binary;

namespace WestRpc.ZeroMQ.Security;

/// <summary>
/// Opens announcements. What is forged, or not newer than what came last, is dropped: announcements may get lost, and nothing
/// rests on them.
/// </summary>
internal sealed class AnnouncementOpener : IDisposable
{
    private readonly IFrameSeal cipher;
    private ulong least;

    /// <param name="grant">What <see cref="AnnouncementSealer.WriteGrant"/> wrote, as it came over the tasks' channel.</param>
    /// <param name="security">Whether announcements are sealed at all.</param>
    public AnnouncementOpener(ReadOnlySpan<byte> grant, ZeroMQSecurity security = ZeroMQSecurity.On)
    {
        if (grant.Length != AnnouncementSealer.GrantSize)
            throw new SealException(SealFault.WrongSize, $"A grant of {grant.Length} bytes came; it has {AnnouncementSealer.GrantSize}.");
        cipher = IFrameSeal.Make(security, grant[..NoiseCipher.KeySize]);
        least = BinaryPrimitives.ReadUInt64BigEndian(grant[NoiseCipher.KeySize..]);
    }

    /// <summary>How many frames were dropped.</summary>
    public long Dropped { get; private set; }

    /// <summary>Opens a frame in place; false where it is to be dropped.</summary>
    public bool TryOpen(Span<byte> frame, out Span<byte> text)
    {
        text = default;
        ulong number = frame.Length < SealedFrame.Overhead ? 0 : SealedFrame.ReadNumber(frame);
        if (frame.Length < SealedFrame.Overhead
            || number < least
            || number == NoiseCipher.Reserved
            || !cipher.TryDecrypt(number, SealedFrame.Text(frame), SealedFrame.Tag(frame), AnnouncementSealer.Associated))
        {
            Dropped++;
            return false;
        }

        least = number + 1;
        text = SealedFrame.Text(frame);
        return true;
    }

    public void Dispose() => cipher.Dispose();
}
