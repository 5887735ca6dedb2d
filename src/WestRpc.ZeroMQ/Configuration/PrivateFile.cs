using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using WestRpc.ZeroMQ.Configuration.Interop;

namespace WestRpc.ZeroMQ.Configuration;

/// <summary>Files that only their user may read: written whole or not at all, believed only if nobody else could have written them.</summary>
internal static class PrivateFile
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const int TypeMask = 0xF000; // S_IFMT
    private const int Regular = 0x8000; // S_IFREG
    private const int PermissionMask = 0xFFF;
    private const int OthersMask = 0x3F;

    /// <summary>Opens and reads it anew: on a shared file system that is what shows another machine's changes.</summary>
    /// <returns>Where it is good, an array that the caller wipes.</returns>
    public static FileOutcome<byte[]> Read(NamedFile file, int limit)
    {
        using SafeFileHandle? handle = Libc.OpenToRead(file.Path, out int error);
        if (handle is null)
            return NotOpened(file, error);
        error = Libc.Describe(handle, out int userId, out int mode, out long size);
        if (error != 0)
            return NotOpened(file, error);
        if (Distrust(userId, mode, Libc.UserId) is { } distrust)
            return Refused(file, distrust);
        if (size > limit)
            return Refused(file, $"has {size} bytes, over the {limit} that such a file may have; name the right file");
        byte[] buffer = GC.AllocateArray<byte>(limit + 1, pinned: true);
        try
        {
            int length = 0;
            while (length <= limit && RandomAccess.Read(handle, buffer.AsSpan(length), length) is > 0 and int read)
                length += read;
            if (length > limit)
                return Refused(file, $"has more than the {limit} bytes that such a file may have; name the right file");
            byte[] content = GC.AllocateUninitializedArray<byte>(length, pinned: true);
            buffer.AsSpan(0, length).CopyTo(content);
            return FileOutcome<byte[]>.Good(content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A shared file system, on which it was replaced meanwhile (ESTALE), among others.
            return new FileOutcome<byte[]>(FileState.Missing, $"{file}, which can't be read now ({e.Message.TrimEnd('.')})");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    /// <summary>Whether it is surely not there: its folder can be read, and does not have it.</summary>
    public static bool IsGone(string path)
    {
        using SafeFileHandle? handle = Libc.OpenToRead(path, out int error);
        if (error != Libc.NotThere)
            return false;
        try
        {
            string full = Path.GetFullPath(path);
            return !Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(full)!).Contains(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // The folder is away too, or can't be read now.
        }
    }

    /// <summary>Writes beside it and puts that in its place: in one step, so that nobody reads a part of it, and following no link.</summary>
    /// <exception cref="WorkConfigurationException">It can't be written, or not so that others can't read it.</exception>
    public static void Write(NamedFile file, ReadOnlySpan<byte> content) => Write(file, content, replace: true);

    /// <summary>The same, unless there is one: then false.</summary>
    /// <exception cref="WorkConfigurationException">It can't be written, or not so that others can't read it.</exception>
    public static bool WriteNew(NamedFile file, ReadOnlySpan<byte> content) => Write(file, content, replace: false);

    /// <summary>A name beside it that nobody else uses.</summary>
    public static string Beside(string path) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}");

    /// <summary>Why a file is not to be believed; null where it is.</summary>
    internal static string? Distrust(int owner, int mode, int userId)
    {
        if ((mode & TypeMask) != Regular)
            return "is no file";
        if (owner != userId)
            return $"belongs to user {owner}, not to user {userId}, who runs this program: run server and clients as one user";
        return (mode & OthersMask) != 0
            ? $"has the permissions {Convert.ToString(mode & PermissionMask, 8)}, so that others may read or change it; they must be 600 (chmod 600)"
            : null;
    }

    private static bool Write(NamedFile file, ReadOnlySpan<byte> content, bool replace)
    {
        string beside = Beside(file.Path);
        try
        {
            WriteBeside(file, beside, content);
            if (!replace)
                return PutWhereNoneIs(beside, file.Path);
            File.Move(beside, file.Path, overwrite: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WorkConfigurationException(
                $"{file}, which can't be written ({e.Message.TrimEnd('.')}): name a file in a folder that exists, that all machines of the run see and that you may write to.");
        }
        finally
        {
            Remove(beside);
        }
    }

    /// <summary>In one step, which .NET's own moving is not: it looks first, and then replaces what came meanwhile.</summary>
    private static bool PutWhereNoneIs(string beside, string path) => Libc.Link(beside, path) switch
    {
        0 => true,
        Libc.Exists => false,
        int error => throw new IOException(Marshal.GetPInvokeErrorMessage(error)),
    };

    private static void WriteBeside(NamedFile file, string path, ReadOnlySpan<byte> content)
    {
        // CreateNew is O_EXCL, which follows no link either; no buffer, since it would not be wiped.
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Mode;
        using var stream = new FileStream(path, options);
        int error = Libc.Describe(stream.SafeFileHandle, out int userId, out int mode, out _);
        if ((error == 0 ? Distrust(userId, mode, Libc.UserId) : null) is { } distrust)
            throw new WorkConfigurationException(
                $"{file}, where a file that this program makes for itself {distrust}. Name a file on a file system that keeps owners and permissions.");
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Where it can't be removed, it stays.</summary>
    public static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Its folder is gone, or no longer ours to change.
        }
    }

    private static FileOutcome<byte[]> NotOpened(NamedFile file, int error) => error switch
    {
        Libc.TooManyLinks => Refused(file, "is a symbolic link; name the file itself"),
        Libc.NoAccess or Libc.NoPermission => Refused(file, "this user may not read; run server and clients as one user"),
        Libc.NotFolder or Libc.NameTooLong or Libc.IsFolder or Libc.NoSuchDevice =>
            Refused(file, $"can't be opened ({Marshal.GetPInvokeErrorMessage(error)}); name a file"),
        _ => new FileOutcome<byte[]>(FileState.Missing, $"{file}, which is not there ({Marshal.GetPInvokeErrorMessage(error)})"),
    };

    private static FileOutcome<byte[]> Refused(NamedFile file, string why) => new(FileState.Refused, $"{file}, which {why}");
}
