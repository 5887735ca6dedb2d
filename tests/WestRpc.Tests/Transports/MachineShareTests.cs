using WestRpc.Transports.Processes;
using WestRpc.Workers;

namespace WestRpc.Tests.Transports;

/// <summary>What of its machine a worker is told to use.</summary>
public sealed class MachineShareTests : IDisposable
{
    private readonly ProcessEnvironment environment = new();

    [Theory]
    [InlineData(8, 4, 2)]
    [InlineData(7, 4, 1)]
    [InlineData(2, 4, 1)]
    [InlineData(64, 1, 64)]
    public void Of_CoresAndWorkers_SharesThemOut(int cores, int workers, int threads) =>
        Assert.Equal(threads, MachineShare.Of(new WorkManagerOptions { WorkerCount = workers }, WorkerResources.None, cores).Threads);

    [Theory]
    [InlineData(null, 4, "0|1|2|3")]
    [InlineData("4,5,6,7", 4, "4|5|6|7")]
    [InlineData("4,5,6,7", 2, "4,5|6,7")]
    [InlineData("GPU-8932f937, GPU-5f2e6b11,MIG-1", 3, "GPU-8932f937|GPU-5f2e6b11|MIG-1")]
    [InlineData("0,0,1,1", 4, "0|0|1|1")]
    [InlineData("0,0,1,1", 2, "0|1")]
    [InlineData("3,1", 2, "3|1")]
    public void Of_GpuSlots_AreEntriesOfTheList(string? listed, int workers, string expected)
    {
        environment.Set("CUDA_VISIBLE_DEVICES", listed);
        int gpus = listed?.Split(',').Length ?? workers;
        Assert.Equal(expected.Split('|'), Enumerable.Range(0, workers).Select(i => Written(gpus, workers, i)["CUDA_VISIBLE_DEVICES"]));
    }

    [Fact]
    public void Of_WorkerWithoutASlot_SeesNoGpu() => Assert.Equal("", Written(gpus: 1, workers: 2, index: 1)["CUDA_VISIBLE_DEVICES"]);

    [Fact]
    public void Of_NoSlots_SaysNothingOfGpus()
    {
        environment.Set("CUDA_VISIBLE_DEVICES", "4,5");
        Assert.Equal(["DOTNET_PROCESSOR_COUNT", "DOTNET_TC_DelaySingleProcMultiplier", "OMP_NUM_THREADS"], Written(gpus: 0, workers: 2, index: 0).Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("0,1", 3, "'0,1', which lists 2")]
    [InlineData("", 1, "'', which lists 0")]
    [InlineData("-1", 1, "which lists 0")]
    [InlineData("0,-1,2", 2, "which lists 1")]
    [InlineData("NoDevFiles", 1, "which lists 0")]
    public void Shortage_MoreSlotsThanEntries_IsSaid(string listed, int gpus, string expected)
    {
        environment.Set("CUDA_VISIBLE_DEVICES", listed);
        WorkConfigurationException e = Assert.Throws<WorkConfigurationException>(() => WorkManagerCatalog.With(null).Start(
            "processes", Options(gpus, 2), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Contains($"{gpus} gpu (WM_RESOURCES, --resources)", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shortage_EnoughOrNotSaid_IsNone()
    {
        Assert.Null(VisibleGpus.Shortage(Options(2, 2), static _ => "0,1"));
        Assert.Null(VisibleGpus.Shortage(Options(2, 2), static _ => null));
        Assert.Null(VisibleGpus.Shortage(Options(0, 2), static _ => ""));
        Assert.Null(VisibleGpus.Shortage(Options(2, 0), static _ => ""));
    }

    public void Dispose() => environment.Dispose();

    private static Dictionary<string, string?> Written(int gpus, int workers, int index)
    {
        WorkManagerOptions options = Options(gpus, workers);
        var written = new Dictionary<string, string?>();
        MachineShare.Of(options, WorkerResources.Of(options, index), cores: 4).Write(written);
        return written;
    }

    private static WorkManagerOptions Options(int gpus, int workers) =>
        new() { WorkerCount = workers, Resources = new Dictionary<string, int> { ["gpu"] = gpus } };
}
