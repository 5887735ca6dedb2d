namespace WeightedEnsemble.Sampling;

/// <summary>Runs that go on at the same time, so that workers have the others' segments where one waits for its last.</summary>
internal sealed class ReplicaSet(IReadOnlyList<Replica> replicas) : IDisposable
{
    public IReadOnlyList<Replica> Replicas => replicas;

    /// <summary>Runs all of them to their end.</summary>
    /// <param name="iterations">How many iterations each has.</param>
    /// <param name="report">Told after each iteration how many are done in all, by one thread at a time.</param>
    /// <param name="cancellation">Cancels what runs.</param>
    /// <exception cref="Exception">What the first to fail has thrown; the others are canceled.</exception>
    public async Task RunAsync(int iterations, Action<long> report, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reporting = new Lock();
        long done = 0;
        Task[] runs = [.. replicas.Select(replica => replica.RunAsync(iterations, Report, stop.Token))];
        try
        {
            await foreach (Task run in Task.WhenEach(runs))
                await run;
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(runs).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        void Report()
        {
            lock (reporting)
                report(++done);
        }
    }

    public void Dispose()
    {
        foreach (Replica replica in replicas)
            replica.Log?.Dispose();
    }
}
