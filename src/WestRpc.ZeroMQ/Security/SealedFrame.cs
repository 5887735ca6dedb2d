using System.Buffers.Binary;

namespace WestRpc.ZeroMQ.Security;

/// <summary>
/// The bytes of a sealed frame: its number (8, big-endian as in the nonce), the text, the tag (16). Texts are sealed and
/// opened in the frame, without a copy.
/// </summary>
internal static class SealedFrame
{
    public const int NumberSize = sizeof(ulong);

    /// <summary>Bytes that a frame has more than its text.</summary>
    public const int Overhead = NumberSize + NoiseCipher.TagSize;

    public static Span<byte> Text(Span<byte> frame) => frame[NumberSize..^NoiseCipher.TagSize];

    public static Span<byte> Tag(Span<byte> frame) => frame[^NoiseCipher.TagSize..];

    public static ulong ReadNumber(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt64BigEndian(frame);

    public static void WriteNumber(Span<byte> frame, ulong number) => BinaryPrimitives.WriteUInt64BigEndian(frame, number);
}
