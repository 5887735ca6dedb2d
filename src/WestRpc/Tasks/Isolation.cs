using System.Buffers;
using MessagePack;
using WestRpc.Wire;

namespace WestRpc;

/// <summary>Sends a call or a result through its bytes and back, for the work managers that share memory otherwise.</summary>
internal static class Isolation
{
    public static WorkTask<TResult> Copy<TResult>(WorkTask<TResult> call, int maxBytes) =>
        (WorkTask<TResult>)Read(call, PayloadWriter.Encode(call, maxBytes));

    public static WorkTask Copy(WorkTask call, int maxBytes) => (WorkTask)Read(call, PayloadWriter.Encode(call, maxBytes));

    public static TResult CopyResult<TResult>(WorkTask<TResult> call, TResult result)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        call.WriteResult(ref writer, result, WireContext.ForNextMessage());
        writer.Flush();
        var reader = new MessagePackReader(bytes.WrittenMemory);
        return call.ReadResult(ref reader, WireContext.ForNextMessage());
    }

    private static WorkEnvelope Read(WorkEnvelope call, ReadOnlyMemory<byte> arguments)
    {
        var reader = new MessagePackReader(arguments);
        return call.Descriptor.Read(ref reader, WireContext.ForNextMessage());
    }
}
