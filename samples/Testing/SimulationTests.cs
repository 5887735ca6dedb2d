using WestRpc;
using WestRpc.Testing;
using WestRpc.Tests.Shared;
using static Ensemble.Propagator;

namespace Ensemble.Tests;

/// <summary>What happens to the simulation when something happens to its segments.</summary>
public sealed class SimulationTests : IAsyncDisposable
{
    private static readonly Segment[] Start = [.. Enumerable.Range(0, 4).Select(static i => new Segment(i, Position: 0, Weight: 0.25))];

    private readonly FakeWorkManager work = new();
    private readonly Simulation simulation;

    public SimulationTests() => simulation = new Simulation(work);

    [Fact]
    public async Task All_segments_come_back_and_the_weight_is_kept()
    {
        IReadOnlyList<Segment> segments = await simulation.RunAsync(Start, iterations: 5, TestContext.Current.CancellationToken);
        Assert.Equal(1, segments.Sum(static s => s.Weight), precision: 12);
        Assert.Equal(20, work.Submissions.Count);
    }

    [Fact]
    public async Task Lost_workers_change_nothing()
    {
        IReadOnlyList<Segment> undisturbed = await new Simulation(new FakeWorkManager())
            .RunAsync(Start, iterations: 3, TestContext.Current.CancellationToken);
        work.When<PropagateTask>(static t => t.Start.Id == 3).Loses(times: 2);
        Assert.Equal(undisturbed, await simulation.RunAsync(Start, iterations: 3, TestContext.Current.CancellationToken));
        Assert.Equal(3, work.Submissions[3].Attempts);
    }

    [Fact]
    public async Task A_segment_that_is_run_twice_counts_once()
    {
        IReadOnlyList<Segment> undisturbed = await new Simulation(new FakeWorkManager())
            .RunAsync(Start, iterations: 3, TestContext.Current.CancellationToken);
        work.When<PropagateTask>().Repeats();
        Assert.Equal(undisturbed, await simulation.RunAsync(Start, iterations: 3, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_segment_that_loses_each_of_its_workers_is_named()
    {
        work.When<PropagateTask>(static t => t.Start.Id == 1).Loses();
        WorkerLostException e = await Assert.ThrowsAsync<WorkerLostException>(
            () => simulation.RunAsync(Start, iterations: 3, TestContext.Current.CancellationToken));
        Assert.Equal("segment 1 of iteration 1", e.Label);
        Assert.Equal(3, e.Losses.Count);
    }

    [Fact]
    public async Task A_disk_that_fails_once_is_tried_again_after_ten_seconds()
    {
        work.When<PropagateTask>(static t => t.Start.Id == 2).Fails(new IOException("disk full"), times: 1);
        Task<IReadOnlyList<Segment>> run = simulation.RunAsync(Start, iterations: 1, TestContext.Current.CancellationToken);
        work.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(run.IsCompleted);
        work.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(4, (await run).Count);
    }

    [Fact]
    public async Task A_slow_segment_holds_up_its_iteration_and_no_longer_than_its_time_limit()
    {
        work.When<PropagateTask>(static t => t.Start.Id == 0).Delays(TimeSpan.FromMinutes(50));
        Task<IReadOnlyList<Segment>> run = simulation.RunAsync(Start, iterations: 3, TestContext.Current.CancellationToken);
        work.Advance(TimeSpan.FromMinutes(100));
        Assert.Equal(2, simulation.Iterations);
        work.When<PropagateTask>().Delays(TimeSpan.FromMinutes(20));
        work.Advance(TimeSpan.FromMinutes(50));
        Assert.Equal(3, simulation.Iterations);
        await run;

        run = new Simulation(work).RunAsync(Start, iterations: 1, TestContext.Current.CancellationToken);
        work.Advance(TimeSpan.FromHours(1));
        WorkTimeoutException e = await Assert.ThrowsAsync<WorkTimeoutException>(() => run);
        Assert.Equal("segment 0 of iteration 1", e.Label);
    }

    [Fact]
    public async Task Cancellation_lets_nothing_else_begin()
    {
        await using var paused = new FakeWorkManager { RunsOnCommand = true };
        using var source = new CancellationTokenSource();
        Task<IReadOnlyList<Segment>> run = new Simulation(paused).RunAsync(Start, iterations: 1, source.Token);
        Assert.Equal("segment 0 of iteration 1", paused.RunNext()!.Label);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Null(paused.RunNext());
        Assert.Equal([1, 0, 0, 0], paused.Submissions.Select(static s => s.Attempts));
    }

    [Fact]
    public async Task It_submits_what_it_did_when_this_was_reviewed()
    {
        work.When<PropagateTask>(static t => t.Start.Id == 3).Loses(times: 1);
        await simulation.RunAsync(Start, iterations: 2, TestContext.Current.CancellationToken);
        Snapshot.Verify(string.Join('\n', work.Submissions), Snapshots.File("Submissions"));
    }

    public ValueTask DisposeAsync() => work.DisposeAsync();
}
