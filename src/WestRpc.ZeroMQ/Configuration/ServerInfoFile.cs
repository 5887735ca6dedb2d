using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace WestRpc.ZeroMQ.Configuration;

/// <summary>The server's side of the file: there while the run is.</summary>
internal static class ServerInfoFile
{
    public const int MaxSize = 1 << 16;

    /// <summary>Its name where none was chosen.</summary>
    public static string DefaultName(string runId) => $"zmq_server_info_{Environment.ProcessId}_{runId[..8]}.json";

    /// <exception cref="WorkConfigurationException">It can't be written.</exception>
    public static void Write(NamedFile file, ServerInfo info)
    {
        // Large enough never to grow, which would leave a copy behind.
        var buffer = new ArrayBufferWriter<byte>(MaxSize);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
            JsonSerializer.Serialize(writer, info, ServerInfoJson.Default.ServerInfo);
        PrivateFile.Write(file, buffer.WrittenSpan);
        buffer.Clear();
    }

    /// <summary>Removes it if it is still this run's.</summary>
    public static void Remove(NamedFile file, string runId)
    {
        if (RunOf(file) != runId)
            return;

        // Another master may put its own there between a look and a removal: so it is first taken away, then looked at.
        string taken = PrivateFile.Beside(file.Path);
        try
        {
            File.Move(file.Path, taken);
            if (RunOf(file with { Path = taken }) == runId)
                PrivateFile.Remove(taken);
            else
                File.Move(taken, file.Path, overwrite: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone already; or the other master has written again, and what was taken is no longer needed.
            PrivateFile.Remove(taken);
        }
    }

    private static string? RunOf(NamedFile file)
    {
        if (PrivateFile.Read(file, MaxSize).Value is not { } bytes)
            return null;
        try
        {
            using ServerInfo? info = JsonSerializer.Deserialize(bytes, ServerInfoJson.Default.ServerInfo);
            return info?.RunId;
        }
        catch (JsonException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
