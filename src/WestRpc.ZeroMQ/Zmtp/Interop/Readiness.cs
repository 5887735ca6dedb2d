namespace WestRpc.ZeroMQ.Zmtp.Interop;

/// <summary>What a socket is asked for and found ready for: epoll's values.</summary>
[Flags]
internal enum Readiness : uint
{
    None = 0,
    Read = 1,
    Write = 4,
    Error = 8,
    HungUp = 16,
}
