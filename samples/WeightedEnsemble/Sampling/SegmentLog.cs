using System.Runtime.InteropServices;

namespace WeightedEnsemble.Sampling;

/// <summary>One segment, as a log has it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct LoggedSegment(int Iteration, int Id, double Weight, double Start, double End, int Parent);

/// <summary>
/// All segments of a run, in a file that goes when it is closed: there may be more of them than memory holds, and how
/// many they are is known only in the end.
/// </summary>
internal sealed class SegmentLog(string path) : IDisposable
{
    private const int BufferSize = 1 << 16;

    private readonly FileStream file = new(
        path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, BufferSize, FileOptions.DeleteOnClose | FileOptions.SequentialScan);

    /// <summary>Segments that were appended.</summary>
    public long Count { get; private set; }

    public void Append(int iteration, List<Walker> walkers, double[] ends)
    {
        for (int i = 0; i < ends.Length; i++)
        {
            var segment = new LoggedSegment(iteration, i, walkers[i].Weight, walkers[i].Position, ends[i], walkers[i].Parent);
            file.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<LoggedSegment>(ref segment)));
        }

        Count += ends.Length;
    }

    /// <summary>Reads them from the first on, in blocks of <paramref name="length"/>; the last may be shorter.</summary>
    public IEnumerable<LoggedSegment[]> ReadBlocks(int length)
    {
        file.Position = 0;
        for (long at = 0; at < Count; at += length)
        {
            var block = new LoggedSegment[Math.Min(length, Count - at)];
            file.ReadExactly(MemoryMarshal.AsBytes(block.AsSpan()));
            yield return block;
        }
    }

    public void Dispose() => file.Dispose();
}
