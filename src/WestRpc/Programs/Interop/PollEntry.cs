using System.Runtime.InteropServices;

namespace WestRpc.Programs.Interop;

/// <summary>One descriptor to poll; a negative one is passed over.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    public int Descriptor;
    public short Events;
    public short Returned;
}
