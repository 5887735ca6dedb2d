using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace WestRpc.Generators.Emission;

/// <summary>Pieces of source.</summary>
internal static class Text
{
    public static string Literal(string value) => SymbolDisplay.FormatLiteral(value, quote: true);

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A name that none of the given ones is.</summary>
    public static string Free(string wanted, IEnumerable<string> taken)
    {
        HashSet<string> names = [.. taken.Select(static n => n.TrimStart('@'))];
        while (names.Contains(wanted))
            wanted += "_";
        return wanted;
    }
}
