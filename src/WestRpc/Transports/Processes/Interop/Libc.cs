using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace WestRpc.Transports.Processes.Interop;

/// <summary>The few C functions of Linux that .NET has no way to call.</summary>
internal static unsafe partial class Libc
{
    public const int SigKill = 9;

    private const int ParentDeathSignal = 1; // PR_SET_PDEATHSIG
    private const int DontWait = 0x40; // MSG_DONTWAIT
    private const int NoSignal = 0x4000; // MSG_NOSIGNAL
    private const int TryAgain = 11; // EAGAIN
    private const int Interrupted = 4; // EINTR
    private const int NoSuchProcess = 3; // ESRCH

    /// <summary>Has this process killed when the thread that started it ends. Holds while the calling thread lives.</summary>
    public static void DieWithParent() => _ = prctl(ParentDeathSignal, SigKill, 0, 0, 0);

    public static int ParentProcessId() => getppid();

    /// <summary>Makes this process the leader of a group of its own: a terminal's Ctrl-C does not reach it.</summary>
    public static void LeadProcessGroup() => _ = setpgid(0, 0);

    /// <summary>Kills a process and, where it leads a group, all that it started in it.</summary>
    public static void KillGroup(int processId)
    {
        _ = kill(-processId, SigKill);
        _ = kill(processId, SigKill);
    }

    /// <summary>Kills all that is left of the group that a process led.</summary>
    public static void KillGroupOnly(int leader) => _ = kill(-leader, SigKill);

    /// <summary>Whether there is a process in the group that a process led, one included that has ended and was not waited for.</summary>
    public static bool GroupExists(int leader) => kill(-leader, 0) == 0 || Marshal.GetLastPInvokeError() != NoSuchProcess;

    /// <summary>Ends this process now: no handlers, no finalizers, no waiting for threads.</summary>
    public static void ExitNow(int code) => _exit(code);

    /// <summary>
    /// Sends what the socket takes at once: the number of bytes, 0 where it takes none, −1 where the other end is gone.
    /// .NET's own non-blocking mode holds for both directions of a socket, and the reader wants to block.
    /// </summary>
    public static int SendNow(SafeSocketHandle socket, ReadOnlySpan<byte> bytes) => Send(socket, bytes, DontWait | NoSignal);

    /// <summary>Waits until the socket has taken some: the number of bytes, −1 where the other end is gone.</summary>
    public static int Send(SafeSocketHandle socket, ReadOnlySpan<byte> bytes) => Send(socket, bytes, NoSignal);

    /// <summary>
    /// Waits for bytes: their number, 0 where there will be none. .NET's own receive asks for addresses and control data as
    /// well (recvmsg), which costs a round trip about a microsecond.
    /// </summary>
    public static int Receive(SafeSocketHandle socket, Span<byte> destination)
    {
        fixed (byte* start = destination)
        {
            while (true)
            {
                nint received = recv(socket, start, (nuint)destination.Length, 0);
                if (received >= 0)
                    return (int)received;
                if (Marshal.GetLastPInvokeError() != Interrupted)
                    return 0;
            }
        }
    }

    private static int Send(SafeSocketHandle socket, ReadOnlySpan<byte> bytes, int flags)
    {
        fixed (byte* start = bytes)
        {
            while (true)
            {
                nint sent = send(socket, start, (nuint)bytes.Length, flags);
                if (sent >= 0)
                    return (int)sent;
                switch (Marshal.GetLastPInvokeError())
                {
                    case Interrupted:
                        continue;
                    case TryAgain:
                        return 0;
                    default:
                        return -1;
                }
            }
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(SafeSocketHandle socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint send(SafeSocketHandle socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc")]
    private static partial int prctl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc")]
    private static partial int getppid();

    [LibraryImport("libc")]
    private static partial int setpgid(int processId, int group);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int processId, int signal);

    [LibraryImport("libc")]
    private static partial void _exit(int code);
}
