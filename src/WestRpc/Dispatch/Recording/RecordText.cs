using System.Buffers.Text;
using System.Globalization;

namespace WestRpc.Dispatch.Recording;

/// <summary>
/// The text of a record that is not on file yet: a line for each input and effect, ASCII, with words between single spaces.
/// Free text stands in quotes, with <c>\"</c>, <c>\\</c>, <c>\n</c> and <c>\uXXXX</c>, so that a line is always one.
/// </summary>
internal sealed class RecordText
{
    private const int Least = 64 << 10;
    private const int LongestNumber = 32;

    private byte[] buffer = new byte[Least];
    private int length;

    public int Length => length;

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, length);

    public void Clear() => length = 0;

    public RecordText Text(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        length += text.Length;
        return this;
    }

    /// <summary>A name that is plain ASCII.</summary>
    public RecordText Name(string text)
    {
        length += System.Text.Encoding.ASCII.GetBytes(text, Room(text.Length));
        return this;
    }

    public RecordText Number(long number)
    {
        Utf8Formatter.TryFormat(number, Room(LongestNumber), out int written);
        length += written;
        return this;
    }

    /// <summary>The shortest text that reads as this very number.</summary>
    public RecordText Number(double number)
    {
        number.TryFormat(Room(LongestNumber), out int written, "R", CultureInfo.InvariantCulture);
        length += written;
        return this;
    }

    /// <summary>Seconds with nine decimals.</summary>
    public RecordText Seconds(long nanoseconds)
    {
        Number(nanoseconds / 1_000_000_000).Text("."u8);
        Utf8Formatter.TryFormat(nanoseconds % 1_000_000_000, Room(LongestNumber), out int written, new('D', 9));
        length += written;
        return this;
    }

    /// <summary>A number that is told only where it is not 0.</summary>
    public RecordText Optional(ReadOnlySpan<byte> name, long number) => number == 0 ? this : Text(name).Number(number);

    public RecordText Quoted(string text)
    {
        Text("\""u8);
        foreach (char c in text)
        {
            if (c is >= ' ' and <= '~' and not ('"' or '\\'))
                Room(1)[0] = (byte)c;
            else
            {
                Escape(c);
                continue;
            }

            length++;
        }

        return Text("\""u8);
    }

    private void Escape(char c)
    {
        switch (c)
        {
            case '"' or '\\':
                Text("\\"u8);
                Room(1)[0] = (byte)c;
                length++;
                break;
            case '\n':
                Text("\\n"u8);
                break;
            default:
                Text("\\u"u8);
                Utf8Formatter.TryFormat((uint)c, Room(LongestNumber), out int written, new('X', 4));
                length += written;
                break;
        }
    }

    private Span<byte> Room(int count)
    {
        if (length + count > buffer.Length)
            Array.Resize(ref buffer, Math.Max(2 * buffer.Length, length + count));
        return buffer.AsSpan(length);
    }
}
