using System.Net;
using Microsoft.Extensions.Logging;
using WestRpc.ZeroMQ.Security;

namespace WestRpc.ZeroMQ.Configuration;

/// <summary>How a client finds its server.</summary>
internal sealed class ClientSetup
{
    private readonly ZeroMQOptions options;
    private readonly ILogger logger;
    private readonly NamedFile? file;
    private readonly ServerInfoTerms terms;

    private ClientSetup(ZeroMQOptions options, NamedFile? file, ServerInfoTerms terms, ILogger logger)
    {
        this.options = options;
        this.file = file;
        this.terms = terms;
        this.logger = logger;
    }

    /// <summary>Checks what can be checked at once.</summary>
    /// <exception cref="WorkConfigurationException">It can't be as the settings have it.</exception>
    public static ClientSetup Make(WorkManagerOptions work, ZeroMQOptions options, ILogger logger)
    {
        OptionsCheck.Check(options);
        NamedFile? file = FileOf(options);
        ConnectPlan.Check(options, file);
        if (options.Security == ZeroMQSecurity.None)
            ConfigurationLog.NotSealed(logger);
        return new ClientSetup(options, file, ServerInfoTerms.Of(work, options), logger);
    }

    /// <summary>The server's file; null where only endpoints are known.</summary>
    public static NamedFile? FileOf(ZeroMQOptions options) =>
        options.ReadHostInfo is { } read ? new NamedFile("WM_ZMQ_READ_HOST_INFO", Path.GetFullPath(read))
        : options.ServerInfo is { } shared ? new NamedFile(ZeroMQSettings.ServerInfoVariable, Path.GetFullPath(shared))
        : null;

    /// <summary>Tells whether a run is over; null where no file says so.</summary>
    public RunWatch? Watch(string? runId) => file is null || runId is null ? null : new RunWatch(file, terms, runId);

    /// <summary>Waits until the server can be tried; for a new server (<c>WM_ZMQ_RECONNECT</c>) called again.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="goneRun">The run whose server is known to be gone.</param>
    /// <exception cref="WorkConfigurationException">It was not found in time, or is not for us.</exception>
    public async Task<FoundServer> FindAsync(CancellationToken cancellation, string? goneRun = null)
    {
        void Say(string what) => ConfigurationLog.Note(logger, $"{what}.");

        using ServerInfo? info = file is null
            ? null
            : await new ServerInfoReader(file, terms).WaitAsync(options.StartupTimeout, Say, cancellation, goneRun);
        ConnectPlan plan = await ConnectPlan.MakeAsync(options, info, Dns.GetHostAddressesAsync, cancellation);
        RunSecret? secret = null;
        if (options.Security == ZeroMQSecurity.On)
        {
            secret = info?.TakeSecret() ?? await FileWait.UntilGoodAsync(
                () => SecretFile.Read(new NamedFile(ZeroMQSettings.SecretFileVariable, Path.GetFullPath(options.SecretFile!))),
                options.StartupTimeout, Say, cancellation);
        }

        return new FoundServer(plan, secret, info?.RunId, info?.Master);
    }
}
