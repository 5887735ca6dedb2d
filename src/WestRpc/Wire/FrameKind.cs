namespace WestRpc.Wire;

/// <summary>What a frame says. The numbers are part of the protocol (docs/wire-protocol.md).</summary>
internal enum FrameKind : byte
{
    // Worker to master, before any task.
    Hello = 1,
    ContractTexts = 2,

    // Master to worker, before any task.
    Welcome = 16,
    ContractQuery = 17,
    Refuse = 18,

    // Master to worker.
    Define = 32,
    Assign = 33,
    Cancel = 34,
    Stop = 35,
    Recall = 36,

    // Worker to master: each ends a lease.
    Result = 48,
    Failure = 49,
    Canceled = 50,
    Recalled = 51,

    // Worker to master: these don't.
    Begun = 56,
    Kept = 57,
    Heartbeat = 58,
}
