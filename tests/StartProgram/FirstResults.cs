using WestRpc;

namespace StartProgram;

/// <summary>A work manager whose workers have all answered.</summary>
internal static partial class FirstResults
{
    /// <summary>The processes that did.</summary>
    public static int[] Workers { get; private set; } = [];

    public static async Task<IWorkManager> StartAsync(int count)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("westrpc-start-");
        try
        {
            IWorkManager work = await WorkManager.StartAsync("processes", new WorkManagerOptions { WorkerCount = count });
            Workers = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => MeetTask.SubmitAsync(work, folder.FullName, count)));
            return work;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Ends when as many workers as there are have come here, so that the first does not do it all.</summary>
    [WorkTask]
    private static int Meet(string folder, int count)
    {
        File.Create(Path.Combine(folder, $"{Environment.ProcessId}")).Dispose();
        while (Directory.GetFiles(folder).Length < count)
            Thread.Sleep(1);
        return Environment.ProcessId;
    }
}
