using WestRpc.Programs;

namespace WestRpc;

/// <summary>
/// A directory for one attempt at a task, on a disk of the node (<see cref="WorkContext.CreateScratch"/>). It is removed when it
/// is disposed, and at the latest when the attempt, its worker or the run ends.
/// </summary>
public sealed class ScratchDirectory : IDisposable, IAsyncDisposable
{
    private readonly bool keepOnFailure;
    private readonly string host;

    internal ScratchDirectory(string path, bool keepOnFailure, string host)
    {
        Path = path;
        this.keepOnFailure = keepOnFailure;
        this.host = host;
    }

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>Its full path, for what takes one.</summary>
    public static implicit operator string(ScratchDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        return directory.Path;
    }

    /// <summary>
    /// Moves a file to its final place, so that whoever looks there sees all of it or none: by rename on one file system, else by a
    /// copy beside the place that is written to disk and then renamed. What is there already is replaced, unless this is less: an
    /// empty file, or none, is an error.
    /// </summary>
    /// <param name="file">Its path, from this directory.</param>
    /// <param name="destination">Where it goes; directories are made. A path that is not absolute begins at the current directory.</param>
    /// <returns>Where it is now, small enough to be sent.</returns>
    /// <exception cref="IOException">It is missing, empty, or can't be moved there: no space, or no permission.</exception>
    public PublishedFile Publish(string file, string destination)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentException.ThrowIfNullOrEmpty(destination);
        string source = System.IO.Path.Combine(Path, file);
        string target = System.IO.Path.GetFullPath(destination);
        return new PublishedFile(target, host, Publication.Move(source, target));
    }

    /// <inheritdoc/>
    public override string ToString() => Path;

    /// <summary>Removes it; where it is to be kept on failure, that is decided when the attempt ends.</summary>
    public void Dispose()
    {
        if (!keepOnFailure)
            Remove();
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The attempt has ended.</summary>
    internal void End(bool failed)
    {
        if (failed && keepOnFailure)
            Console.Error.WriteLine($"westrpc: kept '{Path}' on {host}.");
        else
            Remove();
    }

    private void Remove()
    {
        if (ScratchPlace.Remove(Path) is { } trouble)
            Console.Error.WriteLine($"westrpc: the scratch directory '{Path}' on {host} can't be removed: {trouble}");
    }
}
