using System.Buffers;
using MessagePack;
using WestRpc.Programs;

namespace WestRpc.Wire;

/// <summary>
/// An exception as text: the full names of its type and of those that it derives from, its message, its stack trace. What is
/// said of a program goes with it.
/// </summary>
internal sealed record WireFailure(IReadOnlyList<string> Types, string Message, string StackTrace, ProgramReport? Program = null)
{
    private const int Fields = 4;
    private const int MostTypes = 64;

    // Both fit into the smallest message that can be set, and a person can read them.
    private const int ShortType = 500;
    private const int ShortMessage = 10_000;

    /// <summary>The type of the exception itself.</summary>
    public string Type => Types.Count > 0 ? Types[0] : "an exception of unknown type";

    /// <summary>Never throws, though the properties of an exception may, which are users' code.</summary>
    public static WireFailure From(Exception exception) => new(
        [.. TypesOf(exception)],
        Ask(static e => e.Message, exception),
        Ask(static e => e.InnerException is null ? e.StackTrace ?? "" : e.ToString(), exception),
        (exception as ProgramFailedException)?.Report);

    /// <summary>The full names of an exception's type and of those that it derives from.</summary>
    public static IEnumerable<string> TypesOf(Exception exception)
    {
        for (Type? type = exception.GetType(); type is not null && type != typeof(object); type = type.BaseType)
            yield return type.FullName ?? type.Name;
    }

    /// <summary>The same of one that came as text; none where that can't be read.</summary>
    public static IReadOnlyList<string> TypesIn(ReadOnlyMemory<byte> body)
    {
        try
        {
            return Read(body).Types;
        }
        catch (WireException)
        {
            return [];
        }
    }

    /// <summary>What of it fits into any message.</summary>
    public WireFailure Shortened() => new([Cut(Type, ShortType)], Cut(Message, ShortMessage), "");

    public void Write(IBufferWriter<byte> output)
    {
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(Program is null ? Fields - 1 : Fields);
        writer.WriteArrayHeader(Types.Count);
        foreach (string type in Types)
            writer.Write(type);
        writer.Write(Message);
        writer.Write(StackTrace);
        Program?.Write(ref writer);
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
            int fields = reader.ReadArrayHeader();
            string[] types = new string[Math.Min(reader.ReadArrayHeader(), MostTypes)];
            for (int i = 0; i < types.Length; i++)
                types[i] = reader.ReadString() ?? "";
            return new WireFailure(
                types, reader.ReadString() ?? "", reader.ReadString() ?? "", fields >= Fields ? ProgramReport.Read(ref reader) : null);
        }
        catch (Exception e)
        {
            throw new WireException("A worker's report of an exception can't be read.", e);
        }
    }
}
