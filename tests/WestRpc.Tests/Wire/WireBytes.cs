using System.Buffers;
using MessagePack;
using WestRpc.Wire;

namespace WestRpc.Tests.Wire;

internal delegate void ValueWriter<in T>(ref MessagePackWriter writer, T value);

internal delegate T ValueReader<out T>(ref MessagePackReader reader);

/// <summary>Values and calls to bytes and back.</summary>
internal static class WireBytes
{
    public static byte[] Write<T>(ValueWriter<T> write, T value)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        write(ref writer, value);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    public static T Read<T>(ValueReader<T> read, byte[] bytes)
    {
        var reader = new MessagePackReader(bytes);
        T value = read(ref reader);
        Assert.True(reader.End, "not all was read");
        return value;
    }

    /// <summary>Arguments as generated code writes them.</summary>
    public static byte[] Write(WorkEnvelope call) => PayloadWriter.Encode(call, int.MaxValue).ToArray();

    /// <summary>Arguments as generated code reads them.</summary>
    public static TCall Read<TCall>(byte[] bytes)
        where TCall : WorkEnvelope
    {
        WorkTaskDescriptor task = WorkTaskRegistry.Snapshot()
            .Single(static t => $"{t.Name}Task" == typeof(TCall).FullName!.Replace('+', '.'));
        var reader = new MessagePackReader(bytes);
        return (TCall)task.Read(ref reader, WireContext.ForNextMessage());
    }
}
