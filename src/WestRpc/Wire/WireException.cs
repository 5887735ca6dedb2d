namespace WestRpc.Wire;

/// <summary>What arrived on a channel is not our protocol; the channel is closed, nobody else is harmed.</summary>
internal sealed class WireException : Exception
{
    public WireException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
