using System.Runtime.InteropServices;

namespace WestRpc.Mpi.Interop;

/// <summary>The few C functions of Linux that .NET has no way to call.</summary>
internal static unsafe partial class Libc
{
    private const int TimerSlack = 29; // PR_SET_TIMERSLACK
    private const int NonBlocking = 0x800; // EFD_NONBLOCK
    private const int CloseOnExec = 0x80000; // EFD_CLOEXEC
    private const short CanRead = 1; // POLLIN

    /// <summary>Sets a variable for C code, which .NET's own way does not.</summary>
    public static void SetEnvironment(string name, string value) => _ = setenv(name, value, 1);

    /// <summary>Lets the calling thread's naps be as short as it asks: by default the kernel adds 50 µs.</summary>
    public static void TakeShortNaps() => _ = prctl(TimerSlack, 1_000, 0, 0, 0);

    public static void YieldProcessor() => _ = sched_yield();

    /// <summary>A descriptor that <see cref="Ring"/> makes readable.</summary>
    public static int CreateBell() => eventfd(0, NonBlocking | CloseOnExec);

    public static void Ring(int bell)
    {
        ulong one = 1;
        _ = write(bell, &one, sizeof(ulong));
    }

    /// <summary>Waits until the bell rings, or the time is over.</summary>
    public static void AwaitRing(int bell, long nanoseconds)
    {
        var poll = new PollDescriptor { Descriptor = bell, Events = CanRead };
        var time = new TimeSpec { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };
        if (ppoll(&poll, 1, &time, null) <= 0)
            return;
        ulong rings;
        _ = read(bell, &rings, sizeof(ulong));
    }

    /// <summary>Ends this process now: no handlers, no finalizers, no waiting for threads; what C code printed is written out.</summary>
    public static void ExitNow(int code)
    {
        _ = fflush(0);
        _exit(code);
    }

    /// <summary>Whatever the exit code will be, at its end this process leaves no time to an MPI library that could hang in it.</summary>
    public static void LeaveQuicklyAtExit()
    {
        if (!NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "_exit", out nint exit))
            return;
        _ = fflush(0);
        _ = on_exit(exit, 0);
    }

    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Seen;
    }

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    [LibraryImport("libc")]
    private static partial int prctl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc")]
    private static partial int sched_yield();

    [LibraryImport("libc")]
    private static partial int eventfd(uint initial, int flags);

    [LibraryImport("libc")]
    private static partial nint write(int descriptor, void* bytes, nuint count);

    [LibraryImport("libc")]
    private static partial nint read(int descriptor, void* bytes, nuint count);

    [LibraryImport("libc")]
    private static partial int ppoll(PollDescriptor* descriptors, nuint count, TimeSpec* time, void* signals);

    [LibraryImport("libc")]
    private static partial int fflush(nint stream);

    [LibraryImport("libc")]
    private static partial int on_exit(nint function, nint argument);

    [LibraryImport("libc")]
    private static partial void _exit(int code);
}
