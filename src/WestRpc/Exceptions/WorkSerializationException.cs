namespace WestRpc;

/// <summary>A value can't be written to or read from the wire.</summary>
public sealed class WorkSerializationException : WorkException
{
    /// <summary>Says what can't be sent and why.</summary>
    public WorkSerializationException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
