using System.Net;
using System.Net.Sockets;

namespace WestRpc.ZeroMQ.Configuration;

/// <summary>Listens at a port of an address (<c>*</c> for all); 0 is any free port.</summary>
/// <returns>Success, with the port, or why not.</returns>
internal delegate SocketError TryBind(string host, int port, out int boundPort);

/// <summary>Where one of the server's sockets listens.</summary>
/// <param name="Source">Which setting says so, for messages; empty where none does.</param>
/// <param name="Host">As an endpoint has it: <c>*</c>, an IPv4 address, or an IPv6 address in brackets.</param>
/// <param name="UseIPv6">Whether the socket is to be open for IPv6, <c>*</c> then for both.</param>
/// <param name="Ports">The ports to try, in this order; 0 is any free port.</param>
/// <param name="Advertised">Where clients find it.</param>
internal sealed record BindTarget(
    string Source, string Host, bool UseIPv6, IReadOnlyList<int> Ports, IReadOnlyList<IPAddress> Advertised)
{
    /// <summary>Listens at the first port that is free, and returns it.</summary>
    /// <exception cref="WorkConfigurationException">There is none.</exception>
    public int Bind(TryBind bind)
    {
        foreach (int port in Ports)
        {
            SocketError error = bind(Host, port, out int bound);
            switch (error)
            {
                case SocketError.Success:
                    return bound;
                case SocketError.AddressAlreadyInUse:
                    continue;
                case SocketError.AccessDenied:
                    throw Failed($"port {port} is for privileged programs only; choose one of 1024 or higher");
                default:
                    throw Failed($"listening at {Host}:{port} failed ({new SocketException((int)error).Message})");
            }
        }

        throw Failed(Ports is [0] or [] ? "no port is free"
            : Ports is [var only] ? $"port {only} is in use on this machine; choose another, or name none for any free port"
            : $"each of the ports {Ports[0]} to {Ports[^1]} is in use; choose a larger range");
    }

    /// <summary>What clients are told.</summary>
    public IReadOnlyList<string> Endpoints(int port) => [.. Advertised.Select(a => new Endpoint(a.ToString(), port).ToString())];

    private WorkConfigurationException Failed(string why) =>
        new(Source.Length > 0 ? $"{Source}: {why}." : $"The server can't listen: {why}.");
}
