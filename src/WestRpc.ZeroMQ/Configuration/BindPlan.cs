using System.Net;
using System.Net.Sockets;
using static WestRpc.ZeroMQ.Configuration.ZeroMQSettings;

namespace WestRpc.ZeroMQ.Configuration;

/// <summary>Where the server listens.</summary>
/// <param name="Tasks">Hands out tasks.</param>
/// <param name="Results">Takes results.</param>
/// <param name="Announcements">Publishes announcements.</param>
/// <param name="Warning">What the user should know of it; null where nothing.</param>
internal sealed record BindPlan(BindTarget Tasks, BindTarget Results, BindTarget Announcements, string? Warning)
{
    /// <exception cref="WorkConfigurationException">The settings can't be met on this machine: says which, its value and what to do.</exception>
    public static BindPlan Make(ZeroMQOptions options, LocalNetwork network)
    {
        (string Variable, Endpoint? Endpoint)[] wanted =
        [
            (TaskVariable, Parsed(TaskVariable, options.TaskEndpoint)),
            (ResultVariable, Parsed(ResultVariable, options.ResultEndpoint)),
            (AnnounceVariable, Parsed(AnnounceVariable, options.AnnounceEndpoint)),
        ];
        CheckPorts(options, wanted);
        BindTarget[] targets = [.. wanted.Select(w => Target(w.Variable, w.Endpoint, options, network))];
        return new BindPlan(targets[0], targets[1], targets[2], Warn(targets, wanted, options, network));
    }

    private static Endpoint? Parsed(string variable, string? text) => text is null ? null
        : Endpoint.Parse(text) ?? throw new WorkConfigurationException($"{variable} is '{text}', which is not {Endpoint.Allowed}.");

    private static void CheckPorts(ZeroMQOptions options, (string Variable, Endpoint? Endpoint)[] wanted)
    {
        foreach (IGrouping<int, (string Variable, Endpoint? Endpoint)> same in wanted.Where(static w => w.Endpoint is { Port: > 0 }).GroupBy(static w => w.Endpoint!.Port))
        {
            if (same.Count() > 1 && (same.Any(static w => w.Endpoint!.IsAnyHost) || same.Select(static w => w.Endpoint!.Host).Distinct().Count() < same.Count()))
                throw new WorkConfigurationException(
                    $"{string.Join(" and ", same.Select(static w => $"{w.Variable} ('{w.Endpoint}')"))} have the same port {same.Key}: give each its own.");
        }

        int open = wanted.Count(static w => w.Endpoint is not { Port: > 0 });
        if (options.PortRange is { IsValid: false } bad)
            throw new WorkConfigurationException($"{PortRangeVariable} is '{bad}', which is not {ZeroMQPortRange.Allowed}.");
        if (options.PortRange is { } range && range.Count < open)
            throw new WorkConfigurationException(
                $"{PortRangeVariable} is '{range}', which has {range.Count} {(range.Count == 1 ? "port" : "ports")}, while {open} are needed: choose a larger range.");
    }

    private static BindTarget Target(string variable, Endpoint? endpoint, ZeroMQOptions options, LocalNetwork network)
    {
        string source = endpoint is null ? "" : $"{variable} is '{endpoint}'";
        int[] ports = endpoint is { Port: > 0 } ? [endpoint.Port]
            : options.PortRange is { } range ? [.. Enumerable.Range(range.First, range.Count)]
            : [0];
        if (endpoint is not { Port: > 0 } && options.PortRange is { } chosen)
            source = $"{PortRangeVariable} is '{chosen}'";
        IPAddress? address = endpoint is { IsAnyHost: false } ? Own(endpoint.Host, $"{variable} is '{endpoint}'", network)
            : options.Bind is { } bind ? Own(bind, $"{BindVariable} is '{bind}'", network)
            : null;
        if (address is not null)
            return new BindTarget(
                source.Length > 0 || options.Bind is null ? source : $"{BindVariable} is '{options.Bind}'",
                Endpoint.Bracketed(address.ToString()), address.AddressFamily == AddressFamily.InterNetworkV6, ports, [address]);

        IReadOnlyList<IPAddress> all = network.Reachable();
        return new BindTarget(
            source, Endpoint.Any, all.Any(static a => a.AddressFamily == AddressFamily.InterNetworkV6), ports,
            all.Count > 0 ? all : [IPAddress.Loopback]);
    }

    /// <summary>The address of this machine that is meant; null for all of them.</summary>
    private static IPAddress? Own(string host, string source, LocalNetwork network)
    {
        if (host == Endpoint.Any)
            return null;
        if (Endpoint.Address(host) is { } address)
            return address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? null
                : network.Has(address) ? address
                : throw new WorkConfigurationException($"{source}, which is no address of this machine; it has {network}.");
        if (network.OfInterface(host) is { } ofInterface)
            return ofInterface;
        IPAddress[] resolved;
        try
        {
            resolved = network.Resolve(host);
        }
        catch (SocketException e)
        {
            throw new WorkConfigurationException(
                $"{source}, where '{host}' is no network interface with an address, and as a name does not resolve ({e.Message}); this machine has {network}.");
        }

        return resolved.FirstOrDefault(network.Has) ?? throw new WorkConfigurationException(
            $"{source}, where '{host}' is {string.Join(", ", resolved.AsEnumerable())}, no address of this machine; it has {network}.");
    }

    /// <summary>What only this machine can reach is meant where it was asked for as such.</summary>
    private static string? Warn(
        BindTarget[] targets, (string Variable, Endpoint? Endpoint)[] wanted, ZeroMQOptions options, LocalNetwork network)
    {
        for (int i = 0; i < targets.Length; i++)
        {
            if (!targets[i].Advertised.All(IPAddress.IsLoopback))
                continue;
            Endpoint? endpoint = wanted[i].Endpoint;
            (string variable, string? host) = endpoint is { IsAnyHost: false } ? (wanted[i].Variable, endpoint.Host) : (BindVariable, options.Bind);
            if (host is null or Endpoint.Any)
                return $"This machine has no address but {targets[i].Advertised[0]}, so only clients on it can join.";
            bool asked = host == "localhost" || Endpoint.Address(host) is { } literal && IPAddress.IsLoopback(literal)
                || network.OfInterface(host) is { } address && IPAddress.IsLoopback(address);
            if (!asked)
                return $"'{host}' in {variable} is {targets[i].Advertised[0]} here, so only clients on this machine can join: name an address or an interface that others reach; this machine has {network}.";
        }

        return null;
    }
}
