using System.Text;

namespace WestRpc.Simulation.Replay;

/// <summary>The whole lines of a record, one at a time: one may be larger than memory.</summary>
internal sealed class RecordLines : IDisposable
{
    private const int Kept = 20;

    private readonly StreamReader reader;
    private readonly bool endsWhole;
    private readonly Queue<string> latest = new();
    private string? next;

    public RecordLines(Stream stream)
    {
        endsWhole = stream.Length == 0 || EndsWithLine(stream);
        stream.Position = 0;
        reader = new StreamReader(stream, Encoding.UTF8);
        next = reader.ReadLine();
    }

    /// <summary>Which line was taken last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Whether the last line is there in part; it is left out.</summary>
    public bool HasPartOfALine => !endsWhole;

    /// <summary>Those that were taken last.</summary>
    public IEnumerable<string> Latest => latest;

    public bool TryTake(out string line)
    {
        line = next ?? "";
        if (next is null)
            return false;
        next = reader.ReadLine();
        if (next is null && !endsWhole)
            return false;
        Number++;
        latest.Enqueue(line);
        if (latest.Count > Kept)
            latest.Dequeue();
        return true;
    }

    public void Dispose() => reader.Dispose();

    private static bool EndsWithLine(Stream stream)
    {
        stream.Position = stream.Length - 1;
        return stream.ReadByte() == '\n';
    }
}
