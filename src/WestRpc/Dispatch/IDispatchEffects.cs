using WestRpc.Wire;

namespace WestRpc.Dispatch;

/// <summary>What the core wants done. Nothing here calls back into the core or blocks.</summary>
internal interface IDispatchEffects
{
    /// <summary>Send a frame to a worker; frames to one worker keep their order.</summary>
    void Send(WorkerSession session, in Frame frame);

    /// <summary>Hand an outcome to its submitter.</summary>
    void Complete(WorkItem item, in Outcome outcome);

    /// <summary>End a worker at once; that it is gone comes as an event.</summary>
    void Kill(WorkerSession session, string reason);

    /// <summary>Say once that a task takes long: so many nanoseconds by now.</summary>
    void SaySlow(WorkItem item, WorkerSession session, long nanoseconds);

    /// <summary>Say that a task waits for what no worker offers: once for each set of resources.</summary>
    void SayUnmeetable(WorkItem item);

    /// <summary>Nothing runs any more, and nothing will.</summary>
    void Drained();
}
