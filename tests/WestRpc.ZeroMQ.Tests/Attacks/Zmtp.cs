using System.Buffers.Binary;
using System.Net.Sockets;

namespace WestRpc.ZeroMQ.Tests.Attacks;

/// <summary>ZMTP by hand: greetings and frames as bytes.</summary>
internal static class Zmtp
{
    public const int GreetingSize = 64;

    /// <summary>A greeting of ZMTP 1: an empty identity, and nothing else.</summary>
    public static byte[] First => [1, 0];

    /// <summary>A greeting of ZMTP 2: signature, revision, the socket's type, an empty identity.</summary>
    public static byte[] Second(byte socketType) => [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 1, socketType, 0, 0];

    /// <summary>A frame of ZMTP 1.</summary>
    public static byte[] FrameOfFirst(byte[] text) => [0xFF, .. Size(text.Length + 1), 0, .. text];

    /// <summary>A frame of ZMTP 2 and 3.</summary>
    public static byte[] Frame(byte[] text) => [2, .. Size(text.Length), .. text];

    /// <summary>Reads a frame with its header; null at the end.</summary>
    public static async Task<byte[]?> ReadFrameAsync(NetworkStream from, CancellationToken stop)
    {
        byte[] head = new byte[9];
        if (await from.ReadAtLeastAsync(head.AsMemory(0, 2), 2, throwOnEndOfStream: false, stop) < 2)
            return null;
        int size = head[1];
        int header = 2;
        if ((head[0] & 2) != 0)
        {
            await from.ReadExactlyAsync(head.AsMemory(2, 7), stop);
            size = (int)BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(1));
            header = 9;
        }

        byte[] frame = new byte[header + size];
        head.AsSpan(0, header).CopyTo(frame);
        await from.ReadExactlyAsync(frame.AsMemory(header), stop);
        return frame;
    }

    /// <summary>Whether a frame is ZMTP's own and not a message.</summary>
    public static bool IsCommand(byte[] frame) => (frame[0] & 4) != 0;

    /// <summary>What a frame says.</summary>
    public static byte[] Text(byte[] frame) => frame[((frame[0] & 2) != 0 ? 9 : 2)..];

    private static byte[] Size(int length)
    {
        byte[] size = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(size, length);
        return size;
    }
}
