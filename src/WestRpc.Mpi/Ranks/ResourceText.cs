using System.Globalization;

namespace WestRpc.Mpi.Ranks;

/// <summary>What a machine offers, as text: <c>gpu=2,licence=1</c>.</summary>
internal static class ResourceText
{
    public static string Write(IEnumerable<KeyValuePair<string, int>>? amounts) => string.Join(
        ',', (amounts ?? []).Select(static a => string.Create(CultureInfo.InvariantCulture, $"{a.Key}={a.Value}")));

    public static Dictionary<string, int> Read(string text) => text
        .Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(static part => part.Split('=', 2))
        .Where(static pair => pair.Length == 2)
        .ToDictionary(static pair => pair[0], static pair => int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : 0, StringComparer.Ordinal);
}
