using MessagePack;
using WestRpc.Dispatch;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Simulation.Replay;

/// <summary>A call of which only the task is known.</summary>
internal sealed class RecordedCall(WorkTaskDescriptor task) : WorkTask
{
    public override WorkTaskDescriptor Descriptor => task;

    public static WorkTaskDescriptor Describe(string name, string contractHash) =>
        new(typeof(RecordedCall), name, "", contractHash, usesContext: false, static (ref _, _) => throw new NotSupportedException());

    public override void WriteArguments(ref MessagePackWriter writer, WireContext context) => throw new NotSupportedException();

    public override ValueTask InvokeAsync(WorkContext context) => throw new NotSupportedException();
}

/// <summary>A submission that nobody waits for.</summary>
internal sealed class RecordedItem(long number, RecordedCall call, WorkOptions? options) : WorkItem(call, options, CancellationToken.None)
{
    public long Number => number;

    public bool IsSubmitted { get; set; }

    public bool IsDone { get; set; }

    protected override void SetResult(object? result, ReadOnlyMemory<byte> body) => throw new NotSupportedException();

    protected override void SetException(Exception exception) => throw new NotSupportedException();
}

/// <summary>A worker of which only is known who it was.</summary>
internal sealed class RecordedChannel(WorkerIdentity worker, bool sharesMemory, ResourceSet offer) : IWorkerChannel
{
    public WorkerIdentity Worker => worker;

    public bool SharesMemory => sharesMemory;

    public ResourceSet Offer => offer;

    public void Accepted() => throw new NotSupportedException();

    public void Send(in Frame frame) => throw new NotSupportedException();

    public void Flush() => throw new NotSupportedException();

    public void Kill(string? reason) => throw new NotSupportedException();
}
