using WestRpc.Programs;

namespace WestRpc;

/// <summary>How a program that ended well ran. Its files are read where it left them, so before its directory goes.</summary>
public sealed class ProgramResult
{
    private readonly string directory;
    private readonly Func<string, ProgramFailedException> failure;

    internal ProgramResult(string directory, Func<string, ProgramFailedException> failure)
    {
        this.directory = directory;
        this.failure = failure;
    }

    /// <summary>From its start to its end.</summary>
    public TimeSpan WallTime { get; internal init; }

    /// <summary>The processor time of the program and of what it started and waited for, in user mode and in the kernel.</summary>
    public TimeSpan CpuTime { get; internal init; }

    /// <summary>The most memory that it, or any one of what it started and waited for, had resident, in bytes.</summary>
    public long PeakMemoryBytes { get; internal init; }

    /// <summary>
    /// The end of what it wrote to standard output; empty where that went to a file. What is not UTF-8 is replaced.
    /// </summary>
    public string Output { get; internal init; } = "";

    /// <summary>The end of what it wrote to standard error; empty where that went to a file.</summary>
    public string Error { get; internal init; } = "";

    /// <summary>Bytes that it wrote to standard output, where that was captured: more than <see cref="Output"/> holds, perhaps.</summary>
    public long OutputBytes { get; internal init; }

    /// <summary>Bytes that it wrote to standard error, where that was captured.</summary>
    public long ErrorBytes { get; internal init; }

    /// <summary>All numbers of a file, line by line; <c>#</c> begins a comment.</summary>
    /// <param name="file">Its path, from the program's working directory.</param>
    /// <exception cref="ProgramFailedException">It is missing, empty, or holds something else; the first such line is shown.</exception>
    public double[] ReadDoubles(string file) => [.. Rows(file).SelectMany(static r => r)];

    /// <summary>The numbers of a file that has as many on each line, such as time steps by dimensions.</summary>
    /// <inheritdoc cref="ReadDoubles"/>
    public double[,] ReadTable(string file)
    {
        List<double[]> rows = Rows(file);
        double[,] table = new double[rows.Count, rows[0].Length];
        for (int i = 0; i < rows.Count; i++)
        {
            if (rows[i].Length != rows[0].Length)
                throw failure($"ended well, but row {i + 1} of '{PathOf(file)}' has {rows[i].Length} numbers, the first has {rows[0].Length}.");
            for (int j = 0; j < rows[i].Length; j++)
                table[i, j] = rows[i][j];
        }

        return table;
    }

    /// <summary>A file as bytes. Large ones are better left where they are: <see cref="ScratchDirectory.Publish"/>.</summary>
    /// <inheritdoc cref="ReadDoubles"/>
    public byte[] ReadBytes(string file) => Read(file, File.ReadAllBytes);

    private List<double[]> Rows(string file)
    {
        try
        {
            return Read(file, ReturnFile.ReadRows);
        }
        catch (FormatException e)
        {
            throw failure($"ended well, but {e.Message}.");
        }
    }

    private T Read<T>(string file, Func<string, T> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        if (!Directory.Exists(directory))
            throw new InvalidOperationException($"'{directory}' is gone: read what a program left before its directory is disposed.");
        if (ReturnFile.Trouble(directory, file) is { } trouble)
            throw failure(trouble);
        try
        {
            return read(PathOf(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw failure($"ended well, but '{PathOf(file)}' can't be read: {e.Message}");
        }
    }

    private string PathOf(string file) => Path.Combine(directory, file);
}
