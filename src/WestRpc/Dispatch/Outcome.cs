using WestRpc.Transports;

namespace WestRpc.Dispatch;

internal enum OutcomeKind : byte
{
    /// <summary>The method returned: the body or the object is its result.</summary>
    Result,

    /// <summary>The method threw: the body is a <see cref="Wire.WireFailure"/>, or the object the exception.</summary>
    Failure,

    /// <summary>The caller canceled, or the program was interrupted: then the object is the token that says so.</summary>
    Canceled,

    /// <summary>It ran longer than it may: the object is a <see cref="Dispatch.TimedOut"/>.</summary>
    TimedOut,

    /// <summary>No worker will ever have what it needs: the object says what that is.</summary>
    Unmeetable,

    /// <summary>The work manager was disposed.</summary>
    Stopped,

    /// <summary>The work manager was drained before the task began.</summary>
    Drained,

    /// <summary>There are no workers and will be none: the object is the exception that says why.</summary>
    NoWorkers,

    /// <summary>Each attempt lost its worker: the item has the list of losses.</summary>
    Lost,
}

/// <summary>How a task ended; turned into the user's result on a thread of the pool, never in the dispatcher.</summary>
internal readonly record struct Outcome(
    OutcomeKind Kind, ReadOnlyMemory<byte> Body = default, object? Object = null, WorkerIdentity? Worker = null);

/// <summary>Which limit a task ran over, in nanoseconds, and where.</summary>
internal sealed record TimedOut(WorkerIdentity Worker, long Limit);
