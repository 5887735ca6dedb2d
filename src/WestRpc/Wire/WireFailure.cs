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

    /// <exception cref="WireException">The body is not such a report.</exception>
    public static WireFailure Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            var reader = new MessagePackReader(body);
            reader.ReadArrayHeader();
            return new WireFailure(reader.ReadString() ?? "", reader.ReadString() ?? "", reader.ReadString() ?? "");
        }
        catch (Exception e)
        {
            throw new WireException("A worker's report of an exception can't be read.", e);
        }
    }
}
