using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WestRpc.ZeroMQ.Configuration.Interop;

/// <summary>What .NET does not say of a file: whose it is, and that its name is no link.</summary>
internal static unsafe partial class Libc
{
    public const int NoPermission = 1; // EPERM
    public const int NotThere = 2; // ENOENT
    public const int Exists = 17; // EEXIST
    public const int NoAccess = 13; // EACCES
    public const int NotFolder = 20; // ENOTDIR
    public const int IsFolder = 21; // EISDIR
    public const int NameTooLong = 36; // ENAMETOOLONG
    public const int TooManyLinks = 40; // ELOOP, also for a link that is not to be followed
    public const int NoSuchDevice = 6; // ENXIO, of a socket

    private const int Interrupted = 4; // EINTR
    private const int NonBlocking = 0x800; // O_NONBLOCK: a pipe is not waited for
    private const int CloseOnExec = 0x80000; // O_CLOEXEC
    private const int EmptyPath = 0x1000; // AT_EMPTY_PATH
    private const uint BasicStats = 0x7ff; // STATX_BASIC_STATS
    private const int UserAt = 20;
    private const int ModeAt = 28;
    private const int SizeAt = 40;

    // O_NOFOLLOW, one of the flags that Linux numbers by processor.
    private static readonly int NoFollow = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 or
        Architecture.S390x or Architecture.RiscV64 or Architecture.LoongArch64
            ? 0x20000
            : 0x8000;

    public static int UserId { get; } = (int)geteuid();

    /// <summary>Opens for reading what is no symbolic link; an error's number otherwise.</summary>
    public static SafeFileHandle? OpenToRead(string path, out int error)
    {
        while (true)
        {
            int file = open(path, NoFollow | NonBlocking | CloseOnExec);
            error = file < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (error != Interrupted)
                return file < 0 ? null : new SafeFileHandle(file, ownsHandle: true);
        }
    }

    /// <summary>Whose an open file is, its type and permissions, and its size; an error's number, or 0.</summary>
    public static int Describe(SafeFileHandle file, out int userId, out int mode, out long size)
    {
        byte* stats = stackalloc byte[256];
        int error = statx(file, "", EmptyPath, BasicStats, stats) == 0 ? 0 : Marshal.GetLastPInvokeError();
        userId = *(int*)(stats + UserAt);
        mode = *(ushort*)(stats + ModeAt);
        size = *(long*)(stats + SizeAt);
        return error;
    }

    /// <summary>Gives a file a second name, unless there is such a file; an error's number, or 0.</summary>
    public static int Link(string path, string other) => link(path, other) == 0 ? 0 : Marshal.GetLastPInvokeError();

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int link(string path, string other);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(SafeFileHandle directory, string path, int flags, uint mask, byte* stats);

    [LibraryImport("libc")]
    private static partial uint geteuid();
}
