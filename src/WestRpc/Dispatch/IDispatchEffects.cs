using WestRpc.Wire;

namespace WestRpc.Dispatch;

/// <summary>What the core wants done. Nothing here calls back into the core or blocks.</summary>
internal interface IDispatchEffects
{
    /// <summary>Send a frame to a worker; frames to one worker keep their order.</summary>
    void Send(WorkerSession session, in Frame frame);

    /// <summary>Hand an outcome to its submitter.</summary>
    void Complete(WorkItem item, in Outcome outcome);
}
