using System.Runtime.InteropServices;

namespace WestRpc.Programs.Interop;

/// <summary>The beginning of C's rusage, which has sixteen words.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16 * 8 + 16)]
internal struct ResourceUsage
{
    public long UserSeconds;
    public long UserMicroseconds;
    public long SystemSeconds;
    public long SystemMicroseconds;
    public long PeakKibibytes;

    public readonly TimeSpan ProcessorTime => TimeSpan.FromSeconds(UserSeconds + SystemSeconds) +
        TimeSpan.FromMicroseconds(UserMicroseconds + SystemMicroseconds);
}
