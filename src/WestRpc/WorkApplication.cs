namespace WestRpc;

/// <summary>The frame of a program that runs tasks.</summary>
public static class WorkApplication
{
    /// <summary>Placeholder.</summary>
    public static Task<int> RunAsync(string[] args, Func<WorkRun, Task> body) => throw new NotImplementedException();
    /// <summary>Placeholder.</summary>
    public static Task<int> RunAsync(string[] args, Func<WorkRun, Task<int>> body) => throw new NotImplementedException();
}
