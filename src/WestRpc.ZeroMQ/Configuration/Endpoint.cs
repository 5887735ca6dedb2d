using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace WestRpc.ZeroMQ.Configuration;

/// <summary>Where to listen or connect: <c>tcp://HOST:PORT</c>, an IPv6 address in brackets.</summary>
/// <param name="Host">An address, a name or <see cref="Any"/>.</param>
/// <param name="Port">0 for any free port.</param>
internal sealed record Endpoint(string Host, int Port)
{
    /// <summary>In place of a host: all addresses.</summary>
    public const string Any = "*";

    public const string Allowed = "an endpoint such as tcp://node1:5555, tcp://10.0.0.1:5555, tcp://[fd00::1]:5555 or, on the server, tcp://*:5555";

    private const string Scheme = "tcp://";

    public bool IsAnyHost => Host == Any;

    /// <summary>Null where the text is no endpoint.</summary>
    public static Endpoint? Parse(string text)
    {
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        string rest = text[Scheme.Length..];
        bool brackets = rest.StartsWith('[');
        int hostEnd = brackets ? rest.IndexOf(']') + 1 : rest.IndexOf(':') is >= 0 and int colon ? colon : rest.Length;
        string host = rest[..hostEnd];
        string port = rest[hostEnd..];
        if (brackets)
        {
            host = host.Trim('[', ']');
            if (Address(host) is not { AddressFamily: AddressFamily.InterNetworkV6 })
                return null;
        }
        else if (host != Any && Uri.CheckHostName(host) is not (UriHostNameType.Dns or UriHostNameType.IPv4))
            return null;

        return PortOf(port) is { } number ? new Endpoint(host, number) : null;
    }

    public override string ToString() => $"{Scheme}{Bracketed(Host)}:{(Port == 0 ? Any : Port.ToString(CultureInfo.InvariantCulture))}";

    /// <summary>Null where the text is no address written in full: .NET also takes <c>1</c> for 0.0.0.1.</summary>
    public static IPAddress? Address(string text) =>
        IPAddress.TryParse(text, out IPAddress? address) && (text.Contains(':', StringComparison.Ordinal) || address.ToString() == text)
            ? address
            : null;

    /// <summary>An address as an endpoint has it.</summary>
    public static string Bracketed(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;

    private static int? PortOf(string text) => text switch
    {
        "" or ":*" => 0,
        [':', .. string digits] when int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            && port <= ushort.MaxValue => port,
        _ => null,
    };
}
