using System.Globalization;

namespace WestRpc;

/// <summary>The ports from one to another, both included.</summary>
/// <param name="First">The first port, 1 at least.</param>
/// <param name="Last">The last port, 65535 at most.</param>
public readonly record struct ZeroMQPortRange(int First, int Last)
{
    internal const string Allowed = "a range of ports a:b with 1 ≤ a ≤ b ≤ 65535";

    internal bool IsValid => First >= 1 && First <= Last && Last <= ushort.MaxValue;

    internal int Count => Last - First + 1;

    /// <summary>As <c>WM_ZMQ_PORT_RANGE</c> has it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}:{Last}");

    /// <summary>Null where the text is no range with a port in it.</summary>
    internal static ZeroMQPortRange? Parse(string text)
    {
        string[] ports = text.Split(':');
        return ports.Length == 2
            && int.TryParse(ports[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
            && int.TryParse(ports[1], NumberStyles.None, CultureInfo.InvariantCulture, out int last)
            && new ZeroMQPortRange(first, last) is { IsValid: true } range
                ? range
                : null;
    }
}
