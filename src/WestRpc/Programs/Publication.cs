using System.Globalization;

namespace WestRpc.Programs;

/// <summary>Moves a file to a place where others look for it, whole or not at all.</summary>
internal static class Publication
{
    /// <summary>The size of what is there now.</summary>
    public static long Move(string source, string target)
    {
        var file = new FileInfo(source);
        if (!file.Exists)
            throw new FileNotFoundException($"There is no '{source}' to publish as '{target}'.", source);
        if (file.Length == 0)
            throw new IOException($"'{source}' is empty and not published as '{target}'.");
        long size = file.Length;
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (!TryRename(source, target))
        {
            CopyAndRename(source, target);
            File.Delete(source);
        }

        return size;
    }

    /// <summary>False where the two are on different file systems. .NET's own move would copy, in sight of readers.</summary>
    private static bool TryRename(string source, string target)
    {
        int error = Interop.Libc.Rename(source, target);
        return error switch
        {
            0 => true,
            Interop.Libc.CrossesDevices => false,
            _ => throw new IOException(
                $"'{source}' can't be renamed to '{target}': {System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error)}."),
        };
    }

    private static void CopyAndRename(string source, string target)
    {
        string copy = string.Create(CultureInfo.InvariantCulture, $"{target}.{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}.part");
        try
        {
            using (var from = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0))
            using (var to = new FileStream(copy, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                from.CopyTo(to, bufferSize: 1 << 20);
                to.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(copy, File.GetUnixFileMode(source));
            if (!TryRename(copy, target))
                throw new IOException($"'{copy}' can't be renamed to '{target}'.");
        }
        catch
        {
            File.Delete(copy);
            throw;
        }
    }
}
