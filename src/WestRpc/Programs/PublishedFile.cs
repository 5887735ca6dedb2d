using MessagePack;

namespace WestRpc;

/// <summary>A file that a task left for others, who may be on other machines: what is sent instead of its bytes.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Host">The machine that wrote it: where the path leads to a disk of its own, it is only there.</param>
/// <param name="Length">Its size in bytes.</param>
[MessagePackObject]
public sealed record PublishedFile([property: Key(0)] string Path, [property: Key(1)] string Host, [property: Key(2)] long Length);
