using System.Globalization;

namespace WestRpc.Configuration;

/// <summary>What a machine offers, as text: <c>gpu=2,licence=1</c>.</summary>
internal static class ResourceText
{
    public static string Write(IEnumerable<KeyValuePair<string, int>>? amounts) => string.Join(
        ',', (amounts ?? []).Select(static a => string.Create(CultureInfo.InvariantCulture, $"{a.Key}={a.Value}")));

    /// <summary>Null where the text is no such list.</summary>
    public static Dictionary<string, int>? Read(string text)
    {
        var amounts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] pair = part.Split('=', 2, StringSplitOptions.TrimEntries);
            if (pair.Length < 2 || pair[0].Length == 0 || pair[0].Contains(';') ||
                !int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out int amount) || !amounts.TryAdd(pair[0], amount))
                return null;
        }

        return amounts;
    }
}
