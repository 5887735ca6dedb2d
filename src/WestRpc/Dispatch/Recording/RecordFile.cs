using Microsoft.Extensions.Logging;
using WestRpc.Diagnostics;

namespace WestRpc.Dispatch.Recording;

/// <summary>Where a record goes. A disk that is full costs the rest of the record, never the run.</summary>
internal sealed class RecordFile(Stream stream, string name, ILogger logger) : IDisposable
{
    // What is on file whole, which is a line's end.
    private long good;

    /// <summary>Whether nothing can be written any more.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Makes the file, or empties it.</summary>
    /// <exception cref="WorkConfigurationException">That is not possible.</exception>
    public static RecordFile Create(string path, ILogger logger)
    {
        try
        {
            // Locked, so that a second master with the same environment does not write into it.
            return new RecordFile(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0), path, logger);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new WorkConfigurationException(
                $"'{path}' can't be written, so the dispatcher's log can't go there: {e.Message} Name another file (WM_DISPATCH_LOG, --dispatch-log).");
        }
    }

    public void Write(ReadOnlySpan<byte> lines)
    {
        if (HasEnded)
            return;
        try
        {
            stream.Write(lines);
            good += lines.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            HasEnded = true;
            Log.RecordEnded(logger, name, e.Message);
            MarkTheEnd(e.Message);
            Dispose();
        }
    }

    public void Dispose()
    {
        HasEnded = true;
        try
        {
            stream.Dispose();
        }
        catch (IOException)
        {
            // A file system that has nothing more to give says so here once more.
        }
    }

    /// <summary>In the place of what was written in part.</summary>
    private void MarkTheEnd(string reason)
    {
        try
        {
            stream.SetLength(good);
            stream.Position = good;
            stream.Write(new RecordText().Name(RecordWords.Cut).Text(" "u8).Quoted(reason).Text("\n"u8).Written);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // No room for that either: the reader sees that there is no end.
        }
    }
}
