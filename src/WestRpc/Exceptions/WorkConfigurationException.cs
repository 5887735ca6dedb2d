namespace WestRpc;

/// <summary>A setting can't be read. <see cref="WorkApplication"/> turns it into one line and exit code 2.</summary>
public sealed class WorkConfigurationException : WorkException
{
    /// <summary>Says which setting, its value and what is allowed.</summary>
    public WorkConfigurationException(string message)
        : base(message)
    {
    }
}
