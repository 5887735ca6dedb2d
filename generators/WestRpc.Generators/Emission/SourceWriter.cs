using System.Text;

namespace WestRpc.Generators.Emission;

/// <summary>Writes lines of source at the current depth of braces.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder text = new();
    private int depth;

    /// <summary>Writes lines; empty ones stay empty.</summary>
    public void Lines(string lines)
    {
        foreach (string line in lines.Split('\n'))
        {
            string trimmed = line.TrimEnd('\r');
            if (trimmed.Length > 0)
                text.Append(' ', 4 * depth).Append(trimmed);
            text.Append('\n');
        }
    }

    /// <summary>An empty line between members.</summary>
    public void Gap() => text.Append('\n');

    public void Open(string head)
    {
        Lines(head);
        Lines("{");
        depth++;
    }

    public void Close(string end = "}")
    {
        depth--;
        Lines(end);
    }

    public override string ToString() => text.ToString();
}
