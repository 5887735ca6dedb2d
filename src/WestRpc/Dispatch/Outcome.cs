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

    /// <summary>The work manager was disposed.</summary>
    Stopped,

    /// <summary>There are no workers and will be none: the object is the exception that says why.</summary>
    NoWorkers,

    /// <summary>Each attempt lost its worker: the item has the list of losses.</summary>
    Lost,
}

/// <summary>How a task ended; turned into the user's result on a thread of the pool, never in the dispatcher.</summary>
internal readonly record struct Outcome(
    OutcomeKind Kind, ReadOnlyMemory<byte> Body = default, object? Object = null, WorkerIdentity? Worker = null);
