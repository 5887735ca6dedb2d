using System.Buffers;
using MessagePack;

namespace WestRpc.Wire;

/// <summary>An exception as text: the full name of its type, its message and its stack trace.</summary>
internal sealed record WireFailure(string Type, string Message, string StackTrace)
{
    // Both fit into the smallest message that can be set, and a person can read them.
    private const int ShortType = 500;
    private const int ShortMessage = 10_000;

    /// <summary>Never throws, though the properties of an exception may, which are users' code.</summary>
    public static WireFailure From(Exception exception) => new(
        exception.GetType().FullName ?? exception.GetType().Name,
        Ask(static e => e.Message, exception),
        Ask(static e => e.InnerException is null ? e.StackTrace ?? "" : e.ToString(), exception));

    /// <summary>What of it fits into any message.</summary>
    public WireFailure Shortened() => new(Cut(Type, ShortType), Cut(Message, ShortMessage), "");

    public void Write(IBufferWriter<byte> output)
    {
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(3);
        writer.Write(Type);
        writer.Write(Message);
        writer.Write(StackTrace);
        writer.Flush();
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";

    private static string Ask(Func<Exception, string> property, Exception exception)
    {
        try
        {
            return property(exception);
        }
        catch (Exception e)
        {
            return $"(not known, since asking for it threw {e.GetType().FullName})";
        }
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
