using System.Runtime.InteropServices;

namespace WestRpc.ZeroMQ.Guard.Interop;

/// <summary>What this process may have of its machine: the limits that hold now.</summary>
internal static unsafe partial class ResourceLimits
{
    private const int OpenFilesResource = 7; // RLIMIT_NOFILE
    private const int AddressSpaceResource = 9; // RLIMIT_AS

    /// <summary>How many descriptors it may have open.</summary>
    public static int OpenFiles => (int)nuint.Min(Of(OpenFilesResource) ?? 1_024, int.MaxValue);

    /// <summary>How many bytes of addresses; null where there is no limit.</summary>
    public static long? AddressSpace => Of(AddressSpaceResource) is { } limit && (ulong)limit <= long.MaxValue ? (long)limit : null;

    private static nuint? Of(int resource)
    {
        nuint* limits = stackalloc nuint[2];
        return getrlimit(resource, limits) == 0 ? limits[0] : null;
    }

    [LibraryImport("libc")]
    private static partial int getrlimit(int resource, nuint* limits);
}
