using Microsoft.Win32.SafeHandles;
using WestRpc.Programs.Interop;

namespace WestRpc.Programs;

/// <summary>Where a program's three streams go: files, or pipes whose ends are kept here.</summary>
internal sealed class ProgramStreams : IDisposable
{
    private readonly List<SafeFileHandle> files = [];
    private readonly List<int> childEnds = [];

    /// <summary>Opens them.</summary>
    /// <exception cref="IOException">A file can't be opened, or there are no descriptors left.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be opened.</exception>
    public ProgramStreams(ExternalProgram program, string directory)
    {
        try
        {
            Input = Open(program.Input is { } input ? Path.Combine(directory, input) : "/dev/null", FileMode.Open, FileAccess.Read);
            int? log = program.Log is { } name && (program.Output is null || program.Error is null) ? Create(directory, name) : null;
            Output = program.Output is { } output ? Create(directory, output) : log ?? Pipe(out OutputPipe);
            Error = program.Error is { } error
                ? error == program.Output ? Output : Create(directory, error)
                : log ?? Pipe(out ErrorPipe);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Input { get; }

    public int Output { get; }

    public int Error { get; }

    /// <summary>The end to read; −1 where there is no pipe.</summary>
    public readonly int OutputPipe = -1;

    /// <summary>The end to read; −1 where there is no pipe.</summary>
    public readonly int ErrorPipe = -1;

    /// <summary>Closes what is the program's alone.</summary>
    public void CloseChildEnds()
    {
        foreach (int end in childEnds)
            Libc.Close(end);
        childEnds.Clear();
        foreach (SafeFileHandle file in files)
            file.Dispose();
        files.Clear();
    }

    public void Dispose()
    {
        CloseChildEnds();
        Libc.Close(OutputPipe);
        Libc.Close(ErrorPipe);
    }

    private int Create(string directory, string file) => Open(Path.Combine(directory, file), FileMode.Create, FileAccess.Write);

    private int Open(string path, FileMode mode, FileAccess access)
    {
        // Shared, since .NET locks a file else, which not all shared file systems know.
        SafeFileHandle file = File.OpenHandle(path, mode, access, FileShare.ReadWrite | FileShare.Delete);
        files.Add(file);
        return (int)file.DangerousGetHandle();
    }

    private int Pipe(out int readEnd)
    {
        if (!Libc.TryPipe(out readEnd, out int writeEnd))
            throw new IOException("No more files can be opened (ulimit -n).");
        childEnds.Add(writeEnd);
        return writeEnd;
    }
}
