using System.Globalization;

namespace WestRpc.Programs.Tests;

[Collection(ProcessEnvironment.Name)]
public sealed class SlotsOnThreadsSpecs() : SlotSpecs("threads");

[Collection(ProcessEnvironment.Name)]
public sealed class SlotsOnProcessesSpecs() : SlotSpecs("processes");

/// <summary>What a program finds in its environment of its worker's share of the machine.</summary>
public abstract class SlotSpecs(string workManager) : IDisposable
{
    private const string Show = "echo \"$WM_PROCESS_ID cuda=${CUDA_VISIBLE_DEVICES-none} rocr=${ROCR_VISIBLE_DEVICES-none} omp=$OMP_NUM_THREADS\"";

    private readonly Dictionary<string, string?> before = [];

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Each_worker_sees_its_own_GPUs_of_those_that_the_batch_system_gave()
    {
        Set("CUDA_VISIBLE_DEVICES", "4,5,GPU-a,GPU-b");
        Set("OMP_NUM_THREADS", null);
        int omp = Math.Max(1, Environment.ProcessorCount / 2);
        Assert.Equal([$"0 cuda=4,5 rocr=none omp={omp}", $"1 cuda=GPU-a,GPU-b rocr=none omp={omp}"], await ShowAsync(4));
    }

    [Fact(Timeout = 30_000)]
    public async Task GPUs_of_AMD_are_indexed_by_their_own_variable()
    {
        Set("CUDA_VISIBLE_DEVICES", null);
        Set("ROCR_VISIBLE_DEVICES", "6,7");
        Set("OMP_NUM_THREADS", "3");
        Assert.Equal(["0 cuda=none rocr=6 omp=3", "1 cuda=none rocr=7 omp=3"], await ShowAsync(2));
    }

    [Fact(Timeout = 30_000)]
    public async Task Without_a_list_slots_are_numbers_and_without_slots_nothing_is_said()
    {
        Set("CUDA_VISIBLE_DEVICES", null);
        Set("OMP_NUM_THREADS", "3");
        Assert.Equal(["0 cuda=0 rocr=none omp=3", "1 cuda=1 rocr=none omp=3"], await ShowAsync(2));
        Assert.Equal(["0 cuda=none rocr=none omp=3", "1 cuda=none rocr=none omp=3"], await ShowAsync(0));
    }

    [Fact(Timeout = 30_000)]
    public async Task What_an_MPI_launcher_told_its_rank_is_taken_away()
    {
        foreach (string name in (string[])["OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_FD", "HYDI_CONTROL_FD", "OMPI_MCA_ess", "MPI_LOCALRANKID"])
            Set(name, "1");
        Set("OMPI_MCA_btl", "self");
        await using IWorkManager work = await WorkManager.StartAsync(workManager, new WorkManagerOptions { WorkerCount = 1 });
        string output = (await Work.RunTask.SubmitAsync(work, new Call("env"), cancellationToken: TestEnd)).Output;
        Assert.Equal(["OMPI_MCA_btl=self"], output.Split('\n').Where(
            static l => l.Contains("MPI_", StringComparison.Ordinal) || l.Contains("PMI", StringComparison.Ordinal) || l.StartsWith("HYD", StringComparison.Ordinal)));
    }

    public void Dispose()
    {
        foreach ((string name, string? value) in before)
            Environment.SetEnvironmentVariable(name, value);
        GC.SuppressFinalize(this);
    }

    private async Task<string[]> ShowAsync(int gpus)
    {
        using var scripts = new Scripts();
        string pipe = await scripts.AddPipeAsync("other");
        await using IWorkManager work = await WorkManager.StartAsync(workManager, new WorkManagerOptions
        {
            WorkerCount = 2,
            Resources = gpus == 0 ? null : new Dictionary<string, int> { ["gpu"] = gpus },
        });

        // The two wait for each other, so that each has a worker of its own.
        Outcome[] outcomes = await Task.WhenAll(
            Work.RunTask.SubmitAsync(work, new Call("sh", "-c", $"{Show}; echo > {pipe}"), cancellationToken: TestEnd),
            Work.RunTask.SubmitAsync(work, new Call("sh", "-c", $"{Show}; cat {pipe} >/dev/null"), cancellationToken: TestEnd));
        return [.. outcomes.Select(static o => o.Output.Trim()).Order(StringComparer.Ordinal)];
    }

    private void Set(string name, string? value)
    {
        before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }
}
