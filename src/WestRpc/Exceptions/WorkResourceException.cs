namespace WestRpc;

/// <summary>A task needs what no worker offers, and none ever will.</summary>
public sealed class WorkResourceException : WorkException
{
    internal WorkResourceException(string taskName, string? label, string needs)
        : base($"{(label is null ? taskName : $"{taskName} ({label})")} needs {needs} of one worker, and no worker will offer that (WM_RESOURCES, --resources).")
    {
        TaskName = taskName;
        Label = label;
    }

    /// <summary>The identity of the task.</summary>
    public string TaskName { get; }

    /// <summary>The submission's <see cref="WorkOptions.Label"/>.</summary>
    public string? Label { get; }
}
