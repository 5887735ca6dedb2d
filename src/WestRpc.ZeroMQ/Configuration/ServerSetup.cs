using Microsoft.Extensions.Logging;
using WestRpc.ZeroMQ.Security;

namespace WestRpc.ZeroMQ.Configuration;

/// <summary>A server's run: its id, its secret, where it listens, and the file that says so while the run is.</summary>
internal sealed class ServerSetup : IDisposable
{
    private readonly ILogger logger;
    private readonly NamedFile file;
    private bool published;

    private ServerSetup(string runId, RunSecret? secret, BindPlan listen, NamedFile file, ILogger logger)
    {
        RunId = runId;
        Secret = secret;
        Listen = listen;
        this.file = file;
        this.logger = logger;
    }

    public string RunId { get; }

    /// <summary>Null where nothing is sealed.</summary>
    public RunSecret? Secret { get; }

    public BindPlan Listen { get; }

    /// <summary>The file that says where it is.</summary>
    public string InfoFile => file.Path;

    /// <exception cref="WorkConfigurationException">It can't be as the settings have it.</exception>
    public static ServerSetup Make(ZeroMQOptions options, LocalNetwork network, ILogger logger)
    {
        OptionsCheck.Check(options);
        if (options.Mode == ZeroMQMode.Client)
            throw new WorkConfigurationException(
                "WM_ZMQ_MODE is client, and a client only serves: run it through WorkApplication.RunAsync, or call WorkApplication.ServeIfNodeAsync first.");
        BindPlan listen = BindPlan.Make(options, network);
        string runId = Guid.NewGuid().ToString("N");
        NamedFile file = FileOf(options, runId);
        RunSecret? secret = options.Security == ZeroMQSecurity.None ? null
            : options.SecretFile is { } secretFile ? SecretFile.ReadOrMake(new NamedFile(ZeroMQSettings.SecretFileVariable, Path.GetFullPath(secretFile)))
            : RunSecret.Generate();
        if (secret is null)
            ConfigurationLog.NotSealed(logger);
        if (listen.Warning is { } warning)
            ConfigurationLog.Note(logger, warning);
        return new ServerSetup(runId, secret, listen, file, logger);
    }

    /// <summary>Writes the file, once all sockets listen.</summary>
    /// <exception cref="WorkConfigurationException">It can't be written.</exception>
    public void Publish(int taskPort, int resultPort, int announcePort)
    {
        // The secret stays this object's: a copy would be one more to wipe.
        var info = new ServerInfo
        {
            RunId = RunId,
            Build = ServerInfo.OwnBuild(),
            Master = MasterProcess.Current,
            Tasks = Listen.Tasks.Endpoints(taskPort),
            Results = Listen.Results.Endpoints(resultPort),
            Announcements = Listen.Announcements.Endpoints(announcePort),
            Secret = new SecretField(Secret),
        };
        ServerInfoFile.Write(file, info);
        published = true;
        ConfigurationLog.Listening(logger, string.Join(" ", info.Tasks), file.Path);
    }

    /// <summary>Removes the file if it is still this run's, and wipes the secret.</summary>
    public void Dispose()
    {
        if (published)
            ServerInfoFile.Remove(file, RunId);
        published = false;
        Secret?.Dispose();
    }

    /// <summary>Where a server writes its file.</summary>
    public static NamedFile FileOf(ZeroMQOptions options, string runId)
    {
        (string variable, string path) = options.WriteHostInfo is { } write ? ("WM_ZMQ_WRITE_HOST_INFO", write)
            : (ZeroMQSettings.ServerInfoVariable, options.ServerInfo ?? ServerInfoFile.DefaultName(runId));
        return new NamedFile(variable, Path.GetFullPath(path));
    }
}
