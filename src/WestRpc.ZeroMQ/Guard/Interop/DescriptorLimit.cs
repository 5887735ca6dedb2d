using System.Runtime.InteropServices;

namespace WestRpc.ZeroMQ.Guard.Interop;

/// <summary>How many descriptors this process may have open (RLIMIT_NOFILE, the limit that holds now).</summary>
internal static unsafe partial class DescriptorLimit
{
    private const int OpenFiles = 7; // RLIMIT_NOFILE

    public static int Current
    {
        get
        {
            nuint* limits = stackalloc nuint[2];
            return getrlimit(OpenFiles, limits) == 0 ? (int)nuint.Min(limits[0], int.MaxValue) : 1_024;
        }
    }

    [LibraryImport("libc")]
    private static partial int getrlimit(int resource, nuint* limits);
}
