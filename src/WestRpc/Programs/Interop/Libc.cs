using System.Runtime.InteropServices;

namespace WestRpc.Programs.Interop;

/// <summary>The C functions that start a program, wait for it and end it, as Linux has them.</summary>
internal static unsafe partial class Libc
{
    public const int SigKill = 9;
    public const int SigTerm = 15;

    public const int ListTooLong = 7; // E2BIG
    public const int NoExecFormat = 8; // ENOEXEC
    public const int CrossesDevices = 18; // EXDEV
    public const int TextBusy = 26; // ETXTBSY

    public const short PollIn = 1;

    private const int Interrupted = 4; // EINTR
    private const int WaitExited = 4; // WEXITED
    private const int WaitAlone = 1; // WNOHANG
    private const int WaitLeave = 0x01000000; // WNOWAIT
    private const int ById = 1; // P_PID
    private const int CloseOnExec = 0x80000; // O_CLOEXEC, EFD_CLOEXEC
    private const int NonBlocking = 0x800; // EFD_NONBLOCK
    private const int GroupPriority = 1; // PRIO_PGRP
    private const long OpenPidFd = 434; // SYS_pidfd_open, the same on all architectures

    /// <summary>A descriptor that becomes readable when the process ends; −1 where the kernel has none (before 5.3).</summary>
    public static int OpenProcess(int processId) => (int)syscall(OpenPidFd, processId, 0);

    /// <summary>A pipe whose ends no program inherits; false where there are no descriptors left.</summary>
    public static bool TryPipe(out int read, out int write)
    {
        int* ends = stackalloc int[2];
        bool made = pipe2(ends, CloseOnExec) == 0;
        (read, write) = made ? (ends[0], ends[1]) : (-1, -1);
        return made;
    }

    /// <summary>What wakes a thread that polls; −1 where there are no descriptors left.</summary>
    public static int CreateEvent() => eventfd(0, CloseOnExec | NonBlocking);

    public static void SignalEvent(int descriptor)
    {
        ulong one = 1;
        _ = write(descriptor, (byte*)&one, sizeof(ulong));
    }

    public static void ClearEvent(int descriptor)
    {
        ulong count;
        _ = read(descriptor, (byte*)&count, sizeof(ulong));
    }

    /// <summary>Waits; the number of descriptors that are ready, 0 where there were none in that time.</summary>
    public static int Poll(Span<PollEntry> entries, int milliseconds)
    {
        fixed (PollEntry* first = entries)
            return poll(first, (nuint)entries.Length, milliseconds);
    }

    /// <summary>What there is to read: the number of bytes, 0 at the end, negative where it can't be read.</summary>
    public static int Read(int descriptor, Span<byte> destination)
    {
        fixed (byte* start = destination)
            return (int)read(descriptor, start, (nuint)destination.Length);
    }

    public static void Close(int descriptor)
    {
        if (descriptor >= 0)
            _ = close(descriptor);
    }

    /// <summary>
    /// Whether a child has ended; it is left for <see cref="Reap"/>, and until then nobody else can have its number or its
    /// group's. True as well where it is no child of ours any more.
    /// </summary>
    public static bool HasEnded(int processId, bool wait)
    {
        // siginfo_t is 128 bytes; si_pid is at 12 or, behind an alignment, 16, and zero where nobody has ended.
        int* info = stackalloc int[32];
        new Span<int>(info, 32).Clear();
        int result;
        do
            result = waitid(ById, processId, info, WaitExited | WaitLeave | (wait ? 0 : WaitAlone));
        while (result != 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return result != 0 || info[0] != 0;
    }

    /// <summary>Takes the end of a child; false where the system reaped it already.</summary>
    public static bool Reap(int processId, out int status, out ResourceUsage usage)
    {
        fixed (int* statusAt = &status)
        fixed (ResourceUsage* usageAt = &usage)
        {
            int result;
            do
                result = wait4(processId, statusAt, 0, usageAt);
            while (result < 0 && Marshal.GetLastPInvokeError() == Interrupted);
            return result == processId;
        }
    }

    /// <summary>Sends a signal to a process group.</summary>
    public static void SignalGroup(int group, int signal) => _ = kill(-group, signal);

    /// <summary>Sends a signal to one process.</summary>
    public static void Signal(int processId, int signal) => _ = kill(processId, signal);

    /// <summary>Makes a process group yield to others.</summary>
    public static void SetGroupNice(int group, int nice) => _ = setpriority(GroupPriority, (uint)group, nice);

    /// <summary>Whether this process may execute a file, which a directory is not asked.</summary>
    public static bool MayExecute(string file) => access(file, 1) == 0;

    /// <summary>Renames a file, over another that is there; the result is the error, 0 for none.</summary>
    public static int Rename(string from, string to) => rename(from, to) == 0 ? 0 : Marshal.GetLastPInvokeError();

    [LibraryImport("libc", SetLastError = true)]
    private static partial long syscall(long number, int processId, uint flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int pipe2(int* ends, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int eventfd(uint count, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(int descriptor, byte* buffer, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int descriptor, byte* buffer, nuint length);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int waitid(int kind, int id, void* info, int options);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int wait4(int processId, int* status, int options, ResourceUsage* usage);

    [LibraryImport("libc")]
    private static partial int kill(int processId, int signal);

    [LibraryImport("libc")]
    private static partial int setpriority(int kind, uint who, int nice);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int rename(string from, string to);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int access(string file, int mode);
}
