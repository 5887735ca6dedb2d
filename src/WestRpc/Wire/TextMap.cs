using System.Buffers;
using MessagePack;

namespace WestRpc.Wire;

/// <summary>The body of the frames that carry names and texts: a MessagePack map of strings.</summary>
internal static class TextMap
{
    public static ReadOnlyMemory<byte> Write(IReadOnlyCollection<KeyValuePair<string, string>> texts)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteMapHeader(texts.Count);
        foreach ((string name, string text) in texts)
        {
            writer.Write(name);
            writer.Write(text);
        }

        writer.Flush();
        return output.WrittenMemory;
    }

    /// <exception cref="WireException">The body is not such a map.</exception>
    public static Dictionary<string, string> Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            var reader = new MessagePackReader(body);
            int count = reader.ReadMapHeader();
            var texts = new Dictionary<string, string>(StringComparer.Ordinal);
            for (int i = 0; i < count; i++)
                texts[reader.ReadString() ?? ""] = reader.ReadString() ?? "";
            return texts;
        }
        catch (Exception e) when (e is not WireException)
        {
            throw new WireException("A frame of texts can't be read.", e);
        }
    }
}
