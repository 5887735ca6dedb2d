namespace WestRpc.ContractTests;

/// <summary>The contract over <c>zmq</c>: a server without workers, and a client that has them.</summary>
public sealed class ZeroMQSpecs : ProcessWorkerSpecs
{
    private readonly ZeroMQRuns runs = new();

    private protected override string ManagerName => "zmq";

    private protected override bool WaitsForResources => true;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await runs.DisposeAsync();
    }

    private protected override Task<IWorkManager> StartAsync(WorkManagerOptions options) => runs.StartAsync(options, local: 0);

    [Fact(Timeout = Limit)]
    public async Task Large_arguments_and_results_go_there_and_back()
    {
        byte[] large = new byte[20_000_000];
        Random.Shared.NextBytes(large);
        byte[][] back = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => ContractTasks.EchoBytesTask.SubmitAsync(Work, large, cancellationToken: TestEnd)));
        Assert.All(back, b => Assert.True(large.AsSpan().SequenceEqual(b)));
    }

    [Fact(Timeout = Limit)]
    public async Task A_client_ends_with_0_when_its_server_stops()
    {
        await Work.DisposeAsync();
        Assert.Equal(0, await runs.LastClient.ExitAsync());
        Assert.Equal(0, Work.WorkerCount);
    }
}
