using System.Text;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.Workers;
using WestRpc.ZeroMQ.Wire;

namespace WestRpc.ZeroMQ.Master;

/// <summary>The master's end of the way to one worker of a node.</summary>
internal sealed class RemoteWorker(NodeSession node, uint number, WorkerIdentity worker, ResourceSet offer) : IWorkerChannel
{
    /// <summary>Where what it says goes; set once, before it says anything.</summary>
    public IChannelReceiver? Receiver { get; set; }

    /// <summary>It said what is not of our protocol, and is being ended: nothing else that it says counts.</summary>
    public bool IsBroken { get; set; }

    /// <summary>It greeted as it should.</summary>
    public bool IsAccepted { get; private set; }

    public WorkerIdentity Worker { get; } = worker;

    public ResourceSet Offer { get; } = offer;

    public bool SharesMemory => false;

    public void Accepted()
    {
        IsAccepted = true;
        node.Append(number, new Frame(NodeFrame.WorkerAccepted));
        node.Flush();
    }

    public void Send(in Frame frame) => node.Append(number, frame);

    public void Flush() => node.Flush();

    public void Kill(string? reason)
    {
        node.Append(number, new Frame(NodeFrame.WorkerKill, reason is null ? default(ReadOnlyMemory<byte>) : Encoding.UTF8.GetBytes(reason)));
        node.Flush();
    }
}
