namespace WestRpc;

/// <summary>Starts work managers by name.</summary>
public static class WorkManager
{
    /// <summary>Placeholder.</summary>
    public static Task<IWorkManager> StartAsync(string name) => throw new NotImplementedException();
}
