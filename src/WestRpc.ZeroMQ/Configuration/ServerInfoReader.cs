using System.Security.Cryptography;
using System.Text.Json;

namespace WestRpc.ZeroMQ.Configuration;

/// <summary>The client's side of the file.</summary>
internal sealed class ServerInfoReader(NamedFile file, ServerInfoTerms terms, TimeProvider? time = null)
{
    /// <summary>Reads it once.</summary>
    /// <param name="goneRun">A run whose master is known to be gone.</param>
    public FileOutcome<ServerInfo> Read(string? goneRun = null)
    {
        FileOutcome<byte[]> content = PrivateFile.Read(file, ServerInfoFile.MaxSize);
        if (content.Value is not { } bytes)
            return content.As<ServerInfo>();
        try
        {
            ServerInfo info = Parse(bytes);
            FileOutcome<ServerInfo> outcome = Judge(info, goneRun);
            if (outcome.Value is null)
                info.Dispose();
            return outcome;
        }
        catch (JsonException e)
        {
            string where = bytes.Length == 0 ? "is empty" : $"is not whole, or no server info: it has {bytes.Length} bytes, {Where(e)}";
            return new FileOutcome<ServerInfo>(FileState.Partial, $"{file}, which {where}");
        }
        catch (WorkConfigurationException e)
        {
            return Refused(e.Message);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Reads it until it is good; the caller disposes what comes.</summary>
    /// <param name="timeout">How long to go on.</param>
    /// <param name="sayOnce">Told at once what is waited for, once for each state that the file is in.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="goneRun">A run whose master is known to be gone.</param>
    /// <exception cref="WorkConfigurationException">It is refused, or was not good in time.</exception>
    public Task<ServerInfo> WaitAsync(
        TimeSpan timeout, Action<string> sayOnce, CancellationToken cancellation, string? goneRun = null) =>
        FileWait.UntilGoodAsync(() => Read(goneRun), timeout, sayOnce, cancellation, time);

    /// <exception cref="JsonException">It is not whole.</exception>
    /// <exception cref="WorkConfigurationException">It is of another version, whose members may be others.</exception>
    private ServerInfo Parse(ReadOnlySpan<byte> bytes)
    {
        ServerInfoHeader header = JsonSerializer.Deserialize(bytes, ServerInfoJson.Default.ServerInfoHeader) ?? throw new JsonException();
        if (header.Format != ServerInfo.CurrentFormat || header.Version != terms.Version)
            throw new WorkConfigurationException(
                $"is from WestRpc {header.Version} (format {header.Format}), while this is {terms.Version} (format {ServerInfo.CurrentFormat}): deploy one build everywhere");
        return JsonSerializer.Deserialize(bytes, ServerInfoJson.Default.ServerInfo) ?? throw new JsonException();
    }

    private FileOutcome<ServerInfo> Judge(ServerInfo info, string? goneRun)
    {
        if (info.RunId == goneRun)
            return new FileOutcome<ServerInfo>(
                FileState.Stale, $"{file}, which is stale: its server (process {info.Master.ProcessId} on {info.Master.Host}) does not answer any more");
        if (info.Master.IsGone())
            return new FileOutcome<ServerInfo>(
                FileState.Stale, $"{file}, which is stale: its server (process {info.Master.ProcessId} on {info.Master.Host}) has ended");
        if (terms.WhyNotBuild(info.Build) is { } otherBuild)
            return Refused($"is of a server that {otherBuild}");
        if (info.Secret.Value is null && terms.Security == ZeroMQSecurity.On)
            return Refused($"is of a server that seals nothing: set {ZeroMQSettings.SecurityVariable} to the same on server and clients");
        if (info.Secret.Value is not null && terms.Security == ZeroMQSecurity.None)
            return Refused($"is of a server that seals its connections, while {ZeroMQSettings.SecurityVariable} is none here: set it to the same on server and clients");
        foreach (IReadOnlyList<string> endpoints in (IReadOnlyList<string>[])[info.Tasks, info.Results, info.Announcements])
        {
            if (endpoints.Count == 0 || endpoints.Any(static e => ConnectPlan.AddressOf(e) is null))
                return Refused($"names no address to connect to ('{string.Join("', '", endpoints)}'): start the server again");
        }

        return FileOutcome<ServerInfo>.Good(info);
    }

    private FileOutcome<ServerInfo> Refused(string why) => new(FileState.Refused, $"{file}, which {why}");

    // The exception's own text may quote what is there.
    private static string Where(JsonException e) =>
        e.LineNumber is { } line ? $"unreadable at line {line + 1}, byte {(e.BytePositionInLine ?? 0) + 1}" : "with members missing";
}
