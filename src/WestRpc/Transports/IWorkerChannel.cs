using WestRpc.Workers;
using WestRpc.Wire;

namespace WestRpc.Transports;

/// <summary>
/// The master's end of the way to one worker. Frames go in order; it delivers a prefix of them and then closes exactly
/// once, saying why.
/// </summary>
internal interface IWorkerChannel
{
    /// <summary>Which worker is at the other end.</summary>
    WorkerIdentity Worker { get; }

    /// <summary>Whether both ends share memory, so that frames may carry objects instead of bytes.</summary>
    bool SharesMemory { get; }

    /// <summary>What the worker has to offer to tasks that ask.</summary>
    ResourceSet Offer { get; }

    /// <summary>The worker greeted as it should and gets tasks from now on: it counts as started.</summary>
    void Accepted();

    /// <summary>Queues a frame. Never blocks; called by one thread at a time.</summary>
    void Send(in Frame frame);

    /// <summary>Puts what was queued on its way. Never blocks; called by one thread at a time.</summary>
    void Flush();

    /// <summary>Ends the worker at the other end at once; <see cref="IChannelReceiver.Closed"/> follows.</summary>
    /// <param name="reason">Why, for the message; null to leave it to how the worker ends.</param>
    void Kill(string? reason);
}

/// <summary>What comes out of a channel at the master; called by one thread at a time.</summary>
internal interface IChannelReceiver
{
    /// <summary>A frame has come. The body may be kept.</summary>
    /// <exception cref="WireException">It is not of our protocol: the channel closes.</exception>
    void Received(in Frame frame);

    /// <summary>No more frames are at hand: time to work on those that came.</summary>
    void BatchEnded();

    /// <summary>The worker is to leave: it gets nothing more, and is told to stop when it holds nothing.</summary>
    void Leaving();

    /// <summary>The last call: the worker is gone.</summary>
    void Closed(WorkerEnd end);
}

/// <summary>How a worker ended.</summary>
/// <param name="Reason">In words, for example <c>exit code 3</c>.</param>
/// <param name="ExitCode">Its exit code, where it exited by itself.</param>
/// <param name="Signal">The number of the signal that ended it, where one did.</param>
/// <param name="StandardError">The last lines that it wrote to standard error.</param>
/// <param name="IsInOrder">Whether it was told to end for a reason of its machine's: no call is to blame.</param>
internal sealed record WorkerEnd(
    string Reason, int? ExitCode = null, int? Signal = null, string StandardError = "", bool IsInOrder = false);
