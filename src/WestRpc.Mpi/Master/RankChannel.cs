using WestRpc.Mpi.Ranks;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Mpi.Master;

/// <summary>The master's end of the way to the worker that a rank is.</summary>
internal sealed class RankChannel(RankSlot slot, RankSender sender, MpiThread thread, WorkerIdentity worker, ResourceSet offer) : IWorkerChannel
{
    /// <summary>Where what it says goes; set once, before it says anything.</summary>
    public IChannelReceiver? Receiver { get; set; }

    public WorkerIdentity Worker { get; } = worker;

    public ResourceSet Offer { get; } = offer;

    public bool SharesMemory => false;

    public void Accepted() => slot.Accepted();

    public void Send(in Frame frame) => sender.Append(frame);

    public void Flush() => sender.Flush();

    public void Kill(string? reason) => thread.Post(() => slot.Lose(reason ?? "it was ended"));

    public void Received(in Frame frame) => Receiver!.Received(frame);

    public void BatchEnded() => Receiver!.BatchEnded();
}
