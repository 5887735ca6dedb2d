using System.Buffers;
using MessagePack;

namespace WestRpc.Wire;

/// <summary>An exception as text: the full name of its type, its message and its stack trace.</summary>
internal sealed record WireFailure(string Type, string Message, string StackTrace)
{
    public static WireFailure From(Exception exception) => new(
        exception.GetType().FullName ?? exception.GetType().Name,
        exception.Message,
        exception.InnerException is null ? exception.StackTrace ?? "" : exception.ToString());

    public void Write(IBufferWriter<byte> output)
    {
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(3);
        writer.Write(Type);
        writer.Write(Message);
        writer.Write(StackTrace);
        writer.Flush();
    }

    public static WireFailure Read(ReadOnlyMemory<byte> body)
    {
        var reader = new MessagePackReader(body);
        reader.ReadArrayHeader();
        return new WireFailure(reader.ReadString() ?? "", reader.ReadString() ?? "", reader.ReadString() ?? "");
    }
}
