using System.Security.Cryptography;
using WestRpc.ZeroMQ.Security;

namespace WestRpc.ZeroMQ.Configuration;

/// <summary>
/// A file with nothing but a secret, for clients that get endpoints in place of the server info. It is the user's: the
/// server makes it where there is none, and nobody changes or removes one that is there.
/// </summary>
internal static class SecretFile
{
    // Room for blanks and line ends around the digits.
    private const int MaxSize = 256;

    /// <summary>The server's way: what is there, or a new one.</summary>
    /// <exception cref="WorkConfigurationException">It is refused, or can't be written.</exception>
    public static RunSecret ReadOrMake(NamedFile file)
    {
        if (Read(file) is { State: not FileState.Missing } found)
            return found.Value ?? throw new WorkConfigurationException($"{found.Reason}.");
        RunSecret made = RunSecret.Generate();
        Span<byte> text = stackalloc byte[RunSecret.TextLength + 1];
        made.WriteText(text[..^1]);
        text[^1] = (byte)'\n';
        bool written = PrivateFile.WriteNew(file, text);
        text.Clear();
        if (written)
            return made;

        // Another server was faster.
        made.Dispose();
        FileOutcome<RunSecret> theirs = Read(file);
        return theirs.Value ?? throw new WorkConfigurationException($"{theirs.Reason}.");
    }

    /// <summary>Reads it once; a client waits for it with <see cref="FileWait"/>.</summary>
    public static FileOutcome<RunSecret> Read(NamedFile file)
    {
        FileOutcome<byte[]> content = PrivateFile.Read(file, MaxSize);
        if (content.Value is not { } bytes)
            return content.As<RunSecret>();
        try
        {
            ReadOnlySpan<byte> text = bytes.AsSpan().Trim(" \t\r\n"u8);
            return text.Length == 0
                ? new FileOutcome<RunSecret>(FileState.Partial, $"{file}, which is empty")
                : FileOutcome<RunSecret>.Good(RunSecret.Parse(text));
        }
        catch (FormatException e)
        {
            return new FileOutcome<RunSecret>(
                FileState.Refused, $"{file}, which holds no secret ({e.Message.TrimEnd('.')}): write it anew with (umask 077; openssl rand -hex 32 > FILE), or remove it, and the server makes one");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
