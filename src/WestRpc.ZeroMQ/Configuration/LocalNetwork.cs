using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace WestRpc.ZeroMQ.Configuration;

/// <summary>One address of this machine.</summary>
internal sealed record LocalAddress(string Interface, IPAddress Address)
{
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <summary>Good on one cable only, and on IPv6 not without saying which.</summary>
    public bool IsLinkLocal => Address.IsIPv6LinkLocal ||
        (Address.AddressFamily == AddressFamily.InterNetwork && Address.GetAddressBytes() is [169, 254, ..]);
}

/// <summary>The addresses of this machine, and how names are looked up on it.</summary>
/// <param name="Addresses">Those of interfaces that are up.</param>
/// <param name="Resolve">The addresses of a name; fails with <see cref="SocketException"/>.</param>
internal sealed record LocalNetwork(IReadOnlyList<LocalAddress> Addresses, Func<string, IPAddress[]> Resolve)
{
    public static LocalNetwork Current() => new(
        [
            .. NetworkInterface.GetAllNetworkInterfaces()
                .Where(static i => i.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
                .SelectMany(static i => i.GetIPProperties().UnicastAddresses.Select(a => new LocalAddress(i.Name, a.Address))),
        ],
        Dns.GetHostAddresses);

    /// <summary>Those that another machine may reach: without loopback, and link-local ones only where there are no others.</summary>
    public IReadOnlyList<IPAddress> Reachable()
    {
        LocalAddress[] others = [.. Addresses.Where(static a => !a.IsLoopback && !a.Address.IsIPv6LinkLocal)];
        return [.. (others.Any(static a => !a.IsLinkLocal) ? others.Where(static a => !a.IsLinkLocal) : others).Select(static a => a.Address)];
    }

    public bool Has(IPAddress address) => IPAddress.IsLoopback(address) || Addresses.Any(a => a.Address.Equals(address));

    /// <summary>An interface's first IPv4 address, else its first IPv6 address; null where there is no such interface, or it has none.</summary>
    public IPAddress? OfInterface(string name)
    {
        LocalAddress[] own = [.. Addresses.Where(a => a.Interface == name && !a.Address.IsIPv6LinkLocal)];
        return (own.FirstOrDefault(static a => a.Address.AddressFamily == AddressFamily.InterNetwork) ?? own.FirstOrDefault())?.Address;
    }

    /// <summary>For messages.</summary>
    public override string ToString() => string.Join(", ", Addresses.Where(static a => !a.Address.IsIPv6LinkLocal).Select(static a => $"{a.Interface} {a.Address}"));
}
