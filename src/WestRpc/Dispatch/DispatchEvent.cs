using WestRpc.Transports;
using WestRpc.Wire;

namespace WestRpc.Dispatch;

internal enum DispatchEventKind : byte
{
    /// <summary>A submission: the item.</summary>
    Submit,

    /// <summary>The submitter canceled: the item.</summary>
    Cancel,

    /// <summary>A worker joined and greets: the session.</summary>
    Joined,

    /// <summary>The handshake wants a frame sent: the session and the frame.</summary>
    Reply,

    /// <summary>A worker passed the handshake: the session.</summary>
    Ready,

    /// <summary>A worker says something of a lease, or that it lives: the session and the frame.</summary>
    Frame,

    /// <summary>A worker is to leave and gets nothing more: the session.</summary>
    Leave,

    /// <summary>A worker is gone: the session and, as the object, its <see cref="WorkerEnd"/>.</summary>
    Closed,

    /// <summary>All that is not done ends as the object, an <see cref="Outcome"/>, says; nothing new is taken.</summary>
    Stop,

    /// <summary>What runs is finished, and nothing else begins.</summary>
    Drain,
}

/// <summary>One event for the core.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Object">The submission that it is about, or what else goes with it.</param>
/// <param name="Session">The worker that it is about.</param>
/// <param name="Frame">What the worker sent.</param>
/// <param name="Chance">From 0 to 1, on failures: spreads the retries.</param>
internal readonly record struct DispatchEvent(
    DispatchEventKind Kind, object? Object = null, WorkerSession? Session = null, Frame Frame = default, double Chance = 0)
{
    /// <summary>The submission that a <see cref="DispatchEventKind.Submit"/> or a <see cref="DispatchEventKind.Cancel"/> is about.</summary>
    public WorkItem? Item => Object as WorkItem;
}
