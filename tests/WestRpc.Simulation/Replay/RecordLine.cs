using System.Globalization;
using WestRpc.Dispatch.Recording;
using WestRpc.Workers;

namespace WestRpc.Simulation.Replay;

/// <summary>One line of a record as the words in it, most of them a name and a value.</summary>
internal sealed class RecordLine
{
    private readonly string[] words;

    private RecordLine(string text)
    {
        Text = text;
        words = [.. Split(text)];
    }

    public string Text { get; }

    /// <summary>Whether it is something that came out of the core.</summary>
    public bool IsEffect => Word(1) == RecordWords.Effect;

    /// <exception cref="RecordException">It is no such line.</exception>
    public static RecordLine Read(string text) => new(text);

    /// <summary>A word by its place; the time is the first.</summary>
    public string Word(int place) => place < words.Length ? words[place] : "";

    /// <summary>The number behind the letter that a word begins with, like <c>#12</c>.</summary>
    public long NumberAt(int place, char letter) => Word(place) is [var first, ..] word && first == letter
        ? Parse(word[1..])
        : throw Bad($"word {place + 1} is not {letter} and a number");

    public bool Has(string name) => Value(name) is not null;

    public long Number(string name, long otherwise) => Value(name) is { } value ? Parse(value) : otherwise;

    public long Number(string name) => Parse(Value(name) ?? throw Bad($"it has no {name}"));

    public double Fraction(string name) => double.Parse(Value(name) ?? throw Bad($"it has no {name}"), CultureInfo.InvariantCulture);

    public string Unquoted(string name) => Unquote(Value(name) ?? throw Bad($"it has no {name}"));

    public IEnumerable<string> AllUnquoted(string name) => Values(name).Select(Unquote);

    public IEnumerable<ResourceSet> AllResources(string name) => Values(name).Select(Resources);

    public T Kind<T>(int place)
        where T : struct, Enum =>
        Enum.TryParse(Word(place), out T kind) ? kind : throw Bad($"'{Word(place)}' is no {typeof(T).Name}");

    /// <summary>Seconds with nine decimals, as nanoseconds.</summary>
    public long Nanoseconds(int place) => Word(place).Split('.') is [var seconds, { Length: 9 } rest]
        ? checked((Parse(seconds) * 1_000_000_000) + Parse(rest))
        : throw Bad($"'{Word(place)}' is no time");

    public ulong Lease()
    {
        if (Value("lease") is not { } value)
            return 0;
        return value.Split('.') is [var slot, var generation]
            ? ((ulong)Parse(generation) << 32) | (uint)Parse(slot)
            : throw Bad($"'{value}' is no lease");
    }

    public RecordException Bad(string why) => new($"The record can't be read, since {why}: {Text}");

    private string? Value(string name) => Values(name).FirstOrDefault();

    private IEnumerable<string> Values(string name) => words
        .Where(w => w.Length > name.Length && w[name.Length] == '=' && w.StartsWith(name, StringComparison.Ordinal))
        .Select(w => w[(name.Length + 1)..]);

    private long Parse(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
        ? number
        : throw Bad($"'{text}' is no whole number");

    private ResourceSet Resources(string text)
    {
        var amounts = new List<KeyValuePair<string, int>>();
        for (int i = 0; i < text.Length;)
        {
            int end = Close(text, i) + 1;
            int next = text.IndexOf(',', end) is >= 0 and var comma ? comma : text.Length;
            amounts.Add(new(Unquote(text[i..end]), (int)Parse(text[(end + 1)..next])));
            i = next + 1;
        }

        return new ResourceSet(amounts);
    }

    private IEnumerable<string> Split(string text)
    {
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '"')
                i = Close(text, i);
            else if (i == text.Length || text[i] == ' ')
            {
                yield return text[start..i];
                start = i + 1;
            }
        }
    }

    /// <summary>Where the quote that begins here ends.</summary>
    private int Close(string text, int open)
    {
        for (int i = open + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == '"')
                return i;
        }

        throw Bad("a quote is not closed");
    }

    private string Unquote(string quoted)
    {
        if (quoted is not ['"', .., '"'] || quoted.Length < 2)
            throw Bad($"'{quoted}' is not in quotes");
        var text = new System.Text.StringBuilder();
        for (int i = 1; i < quoted.Length - 1; i++)
        {
            char c = quoted[i];
            if (c != '\\')
                text.Append(c);
            else if (quoted[++i] == 'n')
                text.Append('\n');
            else if (quoted[i] != 'u')
                text.Append(quoted[i]);
            else if (i + 4 < quoted.Length && ushort.TryParse(
                quoted.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
            {
                text.Append((char)code);
                i += 4;
            }
            else
                throw Bad($"'{quoted}' has half a character");
        }

        return text.ToString();
    }
}
