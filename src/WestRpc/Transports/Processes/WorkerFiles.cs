using System.Globalization;

namespace WestRpc.Transports.Processes;

/// <summary>Where workers' lines go: the program's output, or a file for each, which its replacement goes on with.</summary>
internal sealed class WorkerFiles : IDisposable
{
    private readonly WorkManagerOptions options;
    private readonly Dictionary<int, StreamWriter> files = [];

    /// <exception cref="WorkConfigurationException">There can be no such files.</exception>
    public WorkerFiles(WorkManagerOptions options)
    {
        this.options = options;
        if (options.WorkerOutput is null)
            return;
        try
        {
            Directory.CreateDirectory(options.WorkerOutput);
            for (int i = 0; i < options.WorkerCount; i++)
                files.Add(i, Open(options.FirstWorkerIndex + i));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Dispose();
            throw new WorkConfigurationException(
                $"What workers print can't be written to '{options.WorkerOutput}' ({e.Message.TrimEnd('.')}): name a directory to which you may write (WM_WORKER_OUTPUT, --worker-output).");
        }
    }

    /// <summary>For the lines of one worker process.</summary>
    /// <param name="slot">Its 0-based number among this process's workers.</param>
    public WorkOutput Of(int slot) => files.TryGetValue(slot, out StreamWriter? file)
        ? new WorkOutput(line =>
        {
            lock (file)
                file.WriteLine(line.Text);
        })
        : options.Output;

    /// <summary>Says whose lines follow.</summary>
    public void Begin(int slot, int processId)
    {
        if (files.Count > 0)
            Of(slot).WriteLine(new WorkOutputLine(string.Create(
                CultureInfo.InvariantCulture, $"--- process {processId}, {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm:ss} UTC ---"), IsError: false));
    }

    public void Dispose()
    {
        foreach (StreamWriter file in files.Values)
        {
            lock (file)
                file.Dispose();
        }
    }

    // Shared, since .NET locks a file else, which not all shared file systems know.
    private StreamWriter Open(int worker) => new(new FileStream(
        Path.Combine(options.WorkerOutput!, string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{worker}.txt")),
        FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0))
    { AutoFlush = true };
}
