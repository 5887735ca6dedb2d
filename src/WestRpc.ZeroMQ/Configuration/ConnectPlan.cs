using System.Globalization;
using System.Net;
using System.Net.Sockets;
using static WestRpc.ZeroMQ.Configuration.ZeroMQSettings;

namespace WestRpc.ZeroMQ.Configuration;

/// <summary>Where a client connects: of each list one address after the other is tried.</summary>
internal sealed record ConnectPlan(
    IReadOnlyList<IPEndPoint> Tasks, IReadOnlyList<IPEndPoint> Results, IReadOnlyList<IPEndPoint> Announcements)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>Whether nothing can be said before the server's file is read; checks the settings at once.</summary>
    /// <exception cref="WorkConfigurationException">There is neither a file nor all endpoints.</exception>
    public static void Check(ZeroMQOptions options, NamedFile? file)
    {
        (string Variable, string? Text)[] endpoints = Endpoints(options);
        foreach ((string variable, string? text) in endpoints)
        {
            if (text is null)
                continue;
            Endpoint endpoint = Endpoint.Parse(text)
                ?? throw new WorkConfigurationException($"{variable} is '{text}', which is not {Endpoint.Allowed}.");
            if (file is null && (endpoint.IsAnyHost || endpoint.Port == 0))
                throw new WorkConfigurationException(
                    $"{variable} is '{text}', which says where a server listens, not where a client finds it: name the server's host and port, or {ServerInfoVariable}.");
        }

        if (file is not null)
            return;
        string[] missing = [.. endpoints.Where(static e => e.Text is null).Select(static e => e.Variable)];
        if (missing.Length == endpoints.Length)
            throw new WorkConfigurationException(
                $"A client must be told where its server is: set {ServerInfoVariable} to the same file on server and clients, or {TaskVariable}, {ResultVariable} and {AnnounceVariable}.");
        if (missing.Length > 0)
            throw new WorkConfigurationException(
                $"A client must be told all three endpoints of its server: set {string.Join(" and ", missing)} as well, or {ServerInfoVariable} to the same file on server and clients.");
        if (options.Security == ZeroMQSecurity.On && options.SecretFile is null)
            throw new WorkConfigurationException(
                $"A client that is given endpoints needs the run's secret as well: set {SecretFileVariable} to the same file on server and clients.");
    }

    /// <summary>What the variables say, over what the server's file says.</summary>
    /// <exception cref="WorkConfigurationException">A name does not resolve, or the server can be reached from its own machine only.</exception>
    public static async Task<ConnectPlan> MakeAsync(
        ZeroMQOptions options, ServerInfo? info, Func<string, CancellationToken, Task<IPAddress[]>> resolve,
        CancellationToken cancellation, TimeProvider? time = null)
    {
        IReadOnlyList<string>?[] told = [info?.Tasks, info?.Results, info?.Announcements];
        (string Variable, string? Text)[] endpoints = Endpoints(options);
        var lists = new IReadOnlyList<IPEndPoint>[told.Length];
        for (int i = 0; i < lists.Length; i++)
        {
            // Endpoints that say where to listen are the server's, in an environment that both have.
            lists[i] = endpoints[i].Text is { } text && Endpoint.Parse(text) is { IsAnyHost: false, Port: > 0 } endpoint
                ? await ResolveAsync(endpoints[i].Variable, endpoint, options.StartupTimeout, resolve, time ?? TimeProvider.System, cancellation)
                : [.. told[i]!.Select(static e => AddressOf(e)!)];
        }

        if (info is not null && info.Master.Host != Environment.MachineName && lists.Any(static l => l.All(static a => IPAddress.IsLoopback(a.Address))))
            throw new WorkConfigurationException(
                $"The server on {info.Master.Host} listens at {info.Tasks[0]} only, which can't be reached from {Environment.MachineName}: set {BindVariable} on the server to an address or interface that others reach.");
        return new ConnectPlan(lists[0], lists[1], lists[2]);
    }

    /// <summary>Null where the text is no endpoint with an address and a port.</summary>
    public static IPEndPoint? AddressOf(string text) =>
        Endpoint.Parse(text) is { Port: > 0 } endpoint && Endpoint.Address(endpoint.Host) is { } address
            ? new IPEndPoint(address, endpoint.Port)
            : null;

    private static (string Variable, string? Text)[] Endpoints(ZeroMQOptions options) =>
        [(TaskVariable, options.TaskEndpoint), (ResultVariable, options.ResultEndpoint), (AnnounceVariable, options.AnnounceEndpoint)];

    private static async Task<IReadOnlyList<IPEndPoint>> ResolveAsync(
        string variable, Endpoint endpoint, TimeSpan timeout, Func<string, CancellationToken, Task<IPAddress[]>> resolve,
        TimeProvider time, CancellationToken cancellation)
    {
        if (Endpoint.Address(endpoint.Host) is { } literal)
            return [new IPEndPoint(literal, endpoint.Port)];
        long start = time.GetTimestamp();
        var backoff = new Backoff(FirstWait, LongestWait);
        while (true)
        {
            try
            {
                IPAddress[] addresses = await resolve(endpoint.Host, cancellation);
                if (addresses.Length > 0)
                    return [.. addresses.Distinct().Select(a => new IPEndPoint(a, endpoint.Port))];
                throw new SocketException((int)SocketError.HostNotFound);
            }
            catch (SocketException e)
            {
                // A name server that is busy, with a whole cluster starting at once, is asked again.
                TimeSpan left = timeout - time.GetElapsedTime(start);
                if (e.SocketErrorCode != SocketError.TryAgain || left <= TimeSpan.Zero)
                    throw new WorkConfigurationException(
                        $"{variable} is '{endpoint}', where '{endpoint.Host}' does not resolve ({e.Message}): check the name, or use an address.");
            }

            await Task.Delay(backoff.Next(), time, cancellation);
        }
    }
}
