using System.Buffers.Binary;

namespace WestRpc.Tests.Wire;

/// <summary>
/// Bytes that nobody should send, without end, from a seed: good ones that are cut, flipped, spliced, shifted, that announce what does
/// not follow or nest without end; and some that are noise.
/// </summary>
internal sealed class HostileFrames(Random random, IReadOnlyList<byte[]> all)
{
    // What announces a length or a count: arrays, maps, strings, binaries and extensions, each in all its sizes.
    private static readonly byte[] Announcing =
        [0x90, 0x9f, 0xdc, 0xdd, 0x80, 0x8f, 0xde, 0xdf, 0xa0, 0xbf, 0xd9, 0xda, 0xdb, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xd4, 0xd8];

    // What one may be nested in: arrays and maps of one, and those with a long header.
    private static readonly byte[][] Nests = [[0x91], [0x81, 0x01], [0x92, 0x01], [0x94, 0x01], [0xdc, 0, 1], [0xdd, 0, 0, 0, 1], [0xdf, 0, 0, 0, 1, 0xa0]];

    /// <summary>Made from one of the good ones.</summary>
    public byte[] Next(params IReadOnlyList<byte[]> good)
    {
        byte[] bytes = Pick(good.Count > 0 ? good : all);
        int changes = random.Next(4);
        for (int i = 0; i <= changes; i++)
            bytes = Change(bytes);
        return bytes;
    }

    private byte[] Change(byte[] bytes)
    {
        int at = random.Next(bytes.Length + 1);
        switch (random.Next(11))
        {
            case 0:
                return bytes[..at];
            case 1:
                return bytes[at..];
            case 2:
                return Flipped(bytes, 1 + random.Next(8));
            case 3:
                byte[] other = Pick(all);
                return [.. bytes[..at], .. other[random.Next(other.Length + 1)..]];
            case 4:
                return [.. bytes[..at], .. Noise(random.Next(1, 9)), .. bytes[at..]];
            case 5:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 9))..]];
            case 6:
                return [.. bytes[..at], .. Announcement(bytes.Length - at), .. bytes[at..]];
            case 7:
                return [.. bytes[..at], .. Nested(random.Next(100) == 0 ? 20_000 : random.Next(1, 700)), .. bytes[at..]];
            case 8:
                return [.. bytes[..Math.Min(at, 1 + random.Next(4))], .. Tower(random.Next(1, 450))];
            case 9:
                // Much behind it, so that a lie may be large and be believed.
                return [.. bytes[..at], .. Announcement(1_000), .. Enumerable.Repeat((byte)random.Next(256), 1_000)];
            default:
                return random.Next(4) == 0 ? Noise(random.Next(100)) : [0x91, .. Tower(random.Next(1, 450))];
        }
    }

    private byte[] Flipped(byte[] bytes, int bits)
    {
        byte[] flipped = [.. bytes];
        for (int i = 0; i < bits && flipped.Length > 0; i++)
            flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
        return flipped;
    }

    /// <summary>A header that announces as much as follows, a little more or less, or as much as it can.</summary>
    private byte[] Announcement(int following)
    {
        byte[] header = new byte[6];
        header[0] = Announcing[random.Next(Announcing.Length)];
        uint count = random.Next(4) switch
        {
            0 => uint.MaxValue >> random.Next(32),
            1 => (uint)following,
            _ => (uint)Math.Max(0, following + random.Next(-8, 8)),
        };
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(1), count);
        header[5] = 87;
        return header[..random.Next(1, 7)];
    }

    private byte[] Nested(int depth)
    {
        byte[] nest = Nests[random.Next(Nests.Length)];
        return [.. Enumerable.Repeat(nest, depth).SelectMany(static n => n)];
    }

    /// <summary>Nested objects of which each announces a collection of as many items as bytes follow.</summary>
    public byte[] Tower(int height)
    {
        int behind = random.Next(4) == 0 ? random.Next(40_000) : 0;
        var tower = new List<byte>();
        for (int i = height; i > 0; i--)
        {
            byte[] count = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(count, ((i - 1) * 7) + behind);
            tower.AddRange([0x94, 0x01, 0xdd, .. count]);
        }

        return [.. tower, .. Enumerable.Repeat((byte)0xc0, behind)];
    }

    private byte[] Noise(int length)
    {
        byte[] noise = new byte[length];
        random.NextBytes(noise);
        return noise;
    }

    private byte[] Pick(IReadOnlyList<byte[]> from) => from[random.Next(from.Count)];
}
