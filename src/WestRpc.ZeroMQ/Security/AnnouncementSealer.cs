using System.Buffers.Binary;

namespace WestRpc.ZeroMQ.Security;

/// <summary>
/// Seals what the master publishes, with a key of its own that every node gets in its session. A group's key keeps strangers
/// out, not members: any node could forge an announcement, so an announcement is a hint that the tasks' channel confirms.
/// </summary>
internal sealed class AnnouncementSealer : IDisposable
{
    /// <summary>What a node is given: the key (32) and the next announcement's number (8, big-endian).</summary>
    public const int GrantSize = NoiseCipher.KeySize + SealedFrame.NumberSize;

    /// <summary>Announcements get lost, so nobody can count to a next key; long before this many there is another master.</summary>
    public const ulong DefaultLast = 1UL << 32;

    private readonly SecretBytes key;
    private readonly IFrameSeal cipher;
    private readonly ulong last;
    private ulong next;

    /// <param name="last">The number from which on it seals nothing.</param>
    /// <param name="key">A key for tests; else a random one.</param>
    /// <param name="security">Whether it seals at all.</param>
    public AnnouncementSealer(ulong last = DefaultLast, SecretBytes? key = null, ZeroMQSecurity security = ZeroMQSecurity.On)
    {
        this.last = last;
        this.key = key ?? SecretBytes.Random(NoiseCipher.KeySize);
        cipher = IFrameSeal.Make(security, this.key.Span);
    }

    internal static ReadOnlySpan<byte> Associated => [(byte)SessionSide.Master, (byte)SessionChannel.Announcements];

    /// <summary>Writes what lets a node open announcements from now on. For sealed frames only; the caller wipes it.</summary>
    public void WriteGrant(Span<byte> grant)
    {
        if (grant.Length != GrantSize)
            throw new ArgumentException($"A grant has {GrantSize} bytes, not {grant.Length}.", nameof(grant));
        key.Span.CopyTo(grant);
        BinaryPrimitives.WriteUInt64BigEndian(grant[NoiseCipher.KeySize..], next);
    }

    /// <summary>Seals a frame in place (<see cref="SealedFrame"/>).</summary>
    /// <exception cref="SealException">The key has done enough.</exception>
    public void Seal(Span<byte> frame)
    {
        if (next >= last)
            throw new SealException(SealFault.Exhausted, $"The announcements' key has sealed {last} frames; start another master.");
        SealedFrame.WriteNumber(frame, next);
        cipher.Encrypt(next, SealedFrame.Text(frame), SealedFrame.Tag(frame), Associated);
        next++;
    }

    public void Dispose()
    {
        cipher.Dispose();
        key.Dispose();
    }
}
