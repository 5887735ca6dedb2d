using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WestRpc.ZeroMQ.Zmtp.Interop;

/// <summary>
/// Linux's epoll: which of many sockets have something to do. .NET's own way (asynchronous sockets) runs on the thread pool,
/// which the user's program may keep busy for minutes.
/// </summary>
internal sealed unsafe partial class EventPoll : IDisposable
{
    /// <summary>What <see cref="Ready"/> says where <see cref="Wake"/> was called.</summary>
    public const long WakeKey = -1;

    private const int CloseOnExec = 0x80000; // EPOLL_CLOEXEC, EFD_CLOEXEC
    private const int AddOperation = 1; // EPOLL_CTL_ADD
    private const int DeleteOperation = 2; // EPOLL_CTL_DEL
    private const int ModifyOperation = 3; // EPOLL_CTL_MOD
    private const int Capacity = 128;

    // The kernel packs struct epoll_event on x86-64 alone.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EventSize = DataOffset + sizeof(long);

    private readonly SafeFileHandle poll;
    private readonly SafeFileHandle bell;
    private readonly byte[] events = new byte[Capacity * 16];

    public EventPoll()
    {
        poll = Own(epoll_create1(CloseOnExec));
        bell = Own(eventfd(0, CloseOnExec));
        Add(bell, WakeKey, Readiness.Read);
    }

    public void Add(SafeHandle socket, long key, Readiness wanted) => Control(AddOperation, socket, key, wanted);

    public void Change(SafeHandle socket, long key, Readiness wanted) => Control(ModifyOperation, socket, key, wanted);

    /// <summary>Forgets a socket; one that it does not know is no matter.</summary>
    public void Remove(SafeHandle socket) => TryControl(DeleteOperation, socket, 0, Readiness.None);

    /// <summary>Waits until a socket is ready or the time is over: how many are; <see cref="Ready"/> says which.</summary>
    public int Wait(int milliseconds)
    {
        fixed (byte* start = events)
        {
            int count = epoll_wait(poll, start, Capacity, milliseconds);
            return Math.Max(count, 0);
        }
    }

    public (long Key, Readiness What) Ready(int index)
    {
        ReadOnlySpan<byte> one = events.AsSpan(index * EventSize);
        return (MemoryMarshal.Read<long>(one[DataOffset..]), (Readiness)MemoryMarshal.Read<uint>(one));
    }

    /// <summary>Ends the wait, and every later one, at once.</summary>
    public void Wake()
    {
        ulong one = 1;
        _ = write(bell, &one, sizeof(ulong));
    }

    public void Dispose()
    {
        bell.Dispose();
        poll.Dispose();
    }

    private static SafeFileHandle Own(int descriptor) => descriptor >= 0
        ? new SafeFileHandle(descriptor, ownsHandle: true)
        : throw new Win32Exception(Marshal.GetLastPInvokeError());

    private void Control(int operation, SafeHandle socket, long key, Readiness wanted)
    {
        if (!TryControl(operation, socket, key, wanted))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    private bool TryControl(int operation, SafeHandle socket, long key, Readiness wanted)
    {
        byte* one = stackalloc byte[16];
        *(uint*)one = (uint)wanted;
        *(long*)(one + DataOffset) = key;
        bool held = false;
        try
        {
            socket.DangerousAddRef(ref held);
            return epoll_ctl(poll, operation, (int)socket.DangerousGetHandle(), one) >= 0;
        }
        finally
        {
            if (held)
                socket.DangerousRelease();
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int eventfd(uint count, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(SafeFileHandle file, ulong* bytes, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(SafeFileHandle poll, int operation, int descriptor, byte* one);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(SafeFileHandle poll, byte* events, int capacity, int milliseconds);
}
