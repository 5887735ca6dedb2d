using System.Globalization;

namespace WestRpc.Programs;

/// <summary>The files that a program is to leave: their variables, and what is in them.</summary>
internal static class ReturnFile
{
    private const int ShownCharacters = 100;
    private static readonly char[] Blanks = [' ', '\t', '\r', ','];

    /// <summary><c>WEST_PCOORD_RETURN</c> for <c>pcoord</c> or <c>pcoord.dat</c>.</summary>
    public static string VariableOf(string file)
    {
        string name = Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(file));
        return $"WEST_{string.Concat(name.ToUpperInvariant().Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '_'))}_RETURN";
    }

    /// <summary>What an earlier attempt left there must not pass for what this one leaves.</summary>
    public static void Prepare(string directory, string file)
    {
        string path = Path.Combine(directory, file);
        if (IsDirectory(file))
        {
            if (!Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)).StartsWith(directory + '/', StringComparison.Ordinal))
                throw new ProgramStartException($"its return directory '{file}', which would be emptied, is not inside '{directory}'.");
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            Directory.CreateDirectory(path);
        }
        else if (Directory.Exists(Path.GetDirectoryName(path)))
        {
            File.Delete(path);
        }
    }

    private static bool IsDirectory(string file) => file.EndsWith('/');

    /// <summary>What is wrong with it, as a sentence without a subject; null where it is there and holds something.</summary>
    public static string? Trouble(string directory, string file)
    {
        string path = Path.Combine(directory, file);
        if (IsDirectory(file))
            return Directory.EnumerateFileSystemEntries(path).Any() ? null : $"ended well, but left nothing in '{path}' (ReturnFiles).";
        var info = new FileInfo(path);
        return !info.Exists ? $"ended well, but left no '{path}' (ReturnFiles; it finds the path in {VariableOf(file)})."
            : info.Length == 0 ? $"ended well, but left '{path}' empty (ReturnFiles)."
            : null;
    }

    /// <summary>Its numbers, a row for each line; what follows a # is a comment.</summary>
    /// <exception cref="FormatException">A line holds something else, which is shown.</exception>
    public static List<double[]> ReadRows(string path)
    {
        var rows = new List<double[]>();
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            int comment = line.IndexOf('#', StringComparison.Ordinal);
            string[] texts = (comment < 0 ? line : line[..comment]).Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
            if (texts.Length == 0)
                continue;
            double[] row = new double[texts.Length];
            for (int i = 0; i < row.Length; i++)
            {
                if (!TryParse(texts[i], out row[i]))
                    throw new FormatException($"line {number} of '{path}' is '{Shown(line)}', in which '{Shown(texts[i])}' is no number");
            }

            rows.Add(row);
        }

        return rows.Count > 0 ? rows : throw new FormatException($"'{path}' holds no numbers");
    }

    private static bool TryParse(string text, out double value)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            return true;
        string name = text.TrimStart('+', '-');
        value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        return text.Length - name.Length <= 1 && name.Equals("inf", StringComparison.OrdinalIgnoreCase);
    }

    private static string Shown(string text)
    {
        string visible = string.Concat(text.Take(ShownCharacters).Select(static c => char.IsControl(c) && c != '\t' ? '\uFFFD' : c));
        return visible.Length < text.Length ? $"{visible}…" : visible;
    }
}
