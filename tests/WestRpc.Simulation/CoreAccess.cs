using System.Runtime.CompilerServices;
using WestRpc.Dispatch;

namespace WestRpc.Simulation;

/// <summary>The core's tables, for the checks.</summary>
internal static class CoreAccess
{
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "lanes")]
    public static extern ref Lanes Lanes(DispatchCore core);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "leases")]
    public static extern ref LeaseTable Leases(DispatchCore core);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "delayed")]
    public static extern ref WorkItemList Delayed(DispatchCore core);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "sessions")]
    public static extern ref SessionList Sessions(DispatchCore core);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "parked")]
    public static extern ref SessionList Parked(DispatchCore core);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "clock")]
    public static extern ref CoreClock Clock(DispatchCore core);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "deadlines")]
    public static extern ref DeadlineHeap Deadlines(DispatchCore core);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "heldBytes")]
    public static extern ref long HeldBytes(WorkerSession session);
}
