namespace WestRpc.Generators.Tests;

/// <summary>
/// Compares a text with the one that was verified, in Verify's conventions: <c>NAME.verified.cs</c> is what it must be;
/// where it is not, <c>NAME.received.cs</c> is written beside it, and renaming accepts it.
/// </summary>
internal static class Snapshot
{
    /// <summary>Throws with the difference where the text is not the verified one.</summary>
    public static void Match(string directory, string name, string text)
    {
        string verified = Path.Combine(directory, name + ".verified.cs");
        string received = Path.Combine(directory, name + ".received.cs");
        text = Normal(text);
        string? expected = File.Exists(verified) ? Normal(File.ReadAllText(verified)) : null;
        if (expected == text)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        throw new SnapshotException(expected is null
            ? $"{name}.verified.cs is missing. If {name}.received.cs is right, rename it."
            : $"{name}.verified.cs differs. If {name}.received.cs is right, rename it.\n{LineDiff.Between(expected, text)}");
    }

    private static string Normal(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n');
}

internal sealed class SnapshotException(string message) : Exception(message);
