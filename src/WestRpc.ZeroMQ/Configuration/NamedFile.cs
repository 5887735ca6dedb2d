namespace WestRpc.ZeroMQ.Configuration;

/// <summary>A file, and the variable that named it.</summary>
internal sealed record NamedFile(string Variable, string Path)
{
    public override string ToString() => $"{Variable} is '{Path}'";
}
