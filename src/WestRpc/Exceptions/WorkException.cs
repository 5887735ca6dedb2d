namespace WestRpc;

/// <summary>The base of all that WestRpc throws on its own account.</summary>
public abstract class WorkException : Exception
{
    private protected WorkException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
