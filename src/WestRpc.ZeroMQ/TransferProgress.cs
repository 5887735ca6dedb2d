namespace WestRpc.ZeroMQ;

/// <summary>
/// A long message on a slow link may take longer than its sender may be silent, and whatever else that says comes behind it: so bytes
/// are a sign of life as well, from a peer that has proved who it is. A few are none: who drips them does not hold on for ever.
/// </summary>
internal struct TransferProgress
{
    /// <summary>How many bytes count.</summary>
    public const int Least = 4 * 1_024;

    private long counted;

    /// <summary>Whether what has come since the last time is a sign of life.</summary>
    /// <param name="bytes">All bytes of the connection so far.</param>
    public bool IsSignOfLife(long bytes)
    {
        if (bytes - counted < Least)
            return false;
        counted = bytes;
        return true;
    }
}
