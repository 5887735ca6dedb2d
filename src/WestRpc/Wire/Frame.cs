namespace WestRpc.Wire;

/// <summary>One message on a channel.</summary>
/// <param name="Header">What it says; the body's length is set by whoever writes it to a wire.</param>
/// <param name="Body">The bytes that go with it.</param>
/// <param name="Object">What goes with it where both ends share memory: a call, a result or an exception.</param>
internal readonly record struct Frame(FrameHeader Header, ReadOnlyMemory<byte> Body, object? Object = null)
{
    public FrameKind Kind => Header.Kind;

    public Frame(FrameKind kind, ReadOnlyMemory<byte> body = default)
        : this(new FrameHeader(body.Length, kind), body)
    {
    }
}
