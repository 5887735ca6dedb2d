using System.Text;

namespace WestRpc.Transports.Processes;

/// <summary>
/// A fresh directory that only this user may enter, for the socket that workers connect to. The kernel takes paths of
/// up to 107 bytes, so a long temporary directory is passed over. A lock inside says that its master lives; what masters
/// that were killed left behind is removed by the next one.
/// </summary>
internal sealed class SocketDirectory : IDisposable
{
    private const int MaxSocketPath = 107;
    private const string Prefix = "westrpc-";
    private const string LockName = "lock";

    private FileStream? held;

    private SocketDirectory(string path) => Path = path;

    public string Path { get; }

    public string SocketPath => System.IO.Path.Combine(Path, "workers");

    /// <exception cref="WorkConfigurationException">No place for a socket.</exception>
    public static SocketDirectory Create()
    {
        var tried = new List<string>();
        foreach (string parent in Candidates())
        {
            string name = $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..12]}";
            string path = System.IO.Path.Combine(parent, name);

            // Locked before it has the name: a master that starts at the same time would take it for abandoned.
            string unnamed = System.IO.Path.Combine(parent, $".{name}");
            var directory = new SocketDirectory(path);
            if (Encoding.UTF8.GetByteCount(directory.SocketPath) > MaxSocketPath)
            {
                tried.Add($"{parent} (its path is too long for a socket)");
                continue;
            }

            try
            {
                if (!OperatingSystem.IsWindows())
                    Directory.CreateDirectory(unnamed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                directory.held = Lock(unnamed, FileMode.CreateNew);
                Directory.Move(unnamed, path);
                RemoveAbandoned(parent);
                return directory;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                directory.Dispose();
                Remove(unnamed); // Made, perhaps, but with no room for the lock.
                tried.Add($"{parent} ({e.Message})");
            }
        }

        throw new WorkConfigurationException(
            $"No directory for the workers' socket: tried {string.Join(", ", tried)}. Set TMPDIR to a writable directory with a short path.");
    }

    public void Dispose()
    {
        held?.Dispose();
        Remove(Path);
    }

    /// <summary>Advisory and tied to the open file (flock), so that it ends with its process and holds across containers.</summary>
    private static FileStream Lock(string directory, FileMode mode) =>
        new(System.IO.Path.Combine(directory, LockName), mode, FileAccess.ReadWrite, FileShare.None);

    private static void RemoveAbandoned(string parent)
    {
        foreach (string path in Directory.EnumerateDirectories(parent, Prefix + "*"))
        {
            try
            {
                Lock(path, FileMode.Open).Dispose();
                Remove(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use, or another user's.
            }
        }
    }

    private static void Remove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It holds nothing but a dead socket; somebody who cleaned up before us is no failure.
        }
    }

    private static IEnumerable<string> Candidates() =>
        new[] { System.IO.Path.GetTempPath(), "/tmp", Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"), "/dev/shm" }
            .Where(static p => !string.IsNullOrEmpty(p) && Directory.Exists(p))
            .Select(static p => System.IO.Path.TrimEndingDirectorySeparator(p!))
            .Distinct();
}
