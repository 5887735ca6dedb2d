namespace WestRpc.ContractTests;

/// <summary>
/// What a task can count on, on every work manager alike. A work manager is a class that names it; whatever waits has a
/// time limit.
/// </summary>
public abstract partial class WorkManagerSpecs : IAsyncLifetime
{
    protected const int Limit = 60_000;

    private IWorkManager? work;

    private protected abstract string ManagerName { get; }

    private protected virtual WorkManagerOptions Options { get; } = new() { WorkerCount = 2 };

    /// <summary>Whether a call sees its arguments as they were when it was submitted.</summary>
    private protected abstract bool Encodes { get; }

    /// <summary>Whether a call runs inside its submission.</summary>
    private protected virtual bool RunsAtSubmission => false;

    /// <summary>Whether it keeps what it was sent as long as it lives.</summary>
    private protected virtual bool KeepsAllBytes => false;

    /// <summary>The number of the first worker on its machine.</summary>
    private protected virtual int FirstWorkerIndex => 0;

    private protected IWorkManager Work => work!;

    protected static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => work = await StartAsync(Options);

    public virtual async ValueTask DisposeAsync()
    {
        await Work.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected virtual Task<IWorkManager> StartAsync(WorkManagerOptions options) => WorkManager.StartAsync(ManagerName, options);

    [Fact(Timeout = Limit)]
    public async Task A_task_returns_its_result() =>
        Assert.Equal(3, await ContractTasks.AddTask.SubmitAsync(Work, 1, 2, cancellationToken: TestEnd));

    [Fact(Timeout = Limit)]
    public async Task A_task_without_arguments_runs() =>
        Assert.Equal(42, await ContractTasks.AnswerTask.SubmitAsync(Work, cancellationToken: TestEnd));

    [Fact(Timeout = Limit)]
    public async Task Async_tasks_return_their_results()
    {
        Assert.Equal("Hello, West", await ContractTasks.GreetTask.SubmitAsync(Work, "West", cancellationToken: TestEnd));
        Assert.Equal(14, await ContractTasks.DoubleTask.SubmitAsync(Work, 7, cancellationToken: TestEnd));
    }

    [Fact(Timeout = Limit)]
    public async Task Void_tasks_run()
    {
        string directory = Directory.CreateTempSubdirectory("westrpc-test-").FullName;
        try
        {
            string one = Path.Combine(directory, "one");
            string two = Path.Combine(directory, "two");
            await ContractTasks.TouchTask.SubmitAsync(Work, one, cancellationToken: TestEnd);
            await ContractTasks.TouchLaterTask.SubmitAsync(Work, two, cancellationToken: TestEnd);
            Assert.True(File.Exists(one));
            Assert.True(File.Exists(two));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Ten_thousand_tasks_return_each_its_own_result()
    {
        int[] sums = await Task.WhenAll(
            Enumerable.Range(0, 10_000).Select(i => ContractTasks.AddTask.SubmitAsync(Work, i, 1, cancellationToken: TestEnd)));
        Assert.Equal(Enumerable.Range(1, 10_000), sums);
    }

    [Fact(Timeout = Limit)]
    public async Task Many_submitted_at_once_come_back_in_their_order()
    {
        Task<int>[] tasks = Work.SubmitManyAsync(
            Enumerable.Range(0, 5_000).Select(i => new ContractTasks.AddTask(i, i)), cancellationToken: TestEnd);
        Assert.Equal(5_000, tasks.Length);
        Assert.Equal(Enumerable.Range(0, 5_000).Select(i => 2 * i), await Task.WhenAll(tasks));
    }

    [Fact(Timeout = Limit)]
    public async Task A_source_that_throws_half_way_submits_nothing()
    {
        string path = Path.Combine(Path.GetTempPath(), $"westrpc-test-{Guid.NewGuid():N}");
        IEnumerable<WorkTask> Source()
        {
            for (int i = 0; i < 200; i++)
                yield return new ContractTasks.TouchTask(path);
            throw new InvalidDataException("the source is broken");
        }

        if (RunsAtSubmission)
            return; // What came before the break has run already.
        Assert.Throws<InvalidDataException>(() => Work.SubmitManyAsync(Source(), cancellationToken: TestEnd));
        Assert.Equal(3, await ContractTasks.AddTask.SubmitAsync(Work, 1, 2, cancellationToken: TestEnd));
        Assert.False(File.Exists(path));
    }

    [Fact(Timeout = Limit)]
    public async Task The_results_of_short_calls_do_not_wait_for_a_long_one_behind_them()
    {
        if (RunsAtSubmission)
            return; // Nothing is ever behind another.
        await Task.WhenAll(Work.SubmitManyAsync(
            Enumerable.Range(0, 500).Select(i => new ContractTasks.AddTask(i, i)), cancellationToken: TestEnd));
        using var gate = new Rendezvous();
        for (int round = 0; round < 5; round++)
        {
            WorkTask<int>[] calls =
            [
                .. Enumerable.Range(0, 20).Select(i => new ContractTasks.AddTask(i, 1)),
                .. Enumerable.Range(0, Work.WorkerCount).Select(_ => new ContractTasks.WaitForReleaseTask(gate.Port)),
                .. Enumerable.Range(0, 100).Select(i => new ContractTasks.AddTask(i, 1)),
            ];
            Task<int>[] tasks = Work.SubmitManyAsync(calls, cancellationToken: TestEnd);
            for (int i = 0; i < Work.WorkerCount; i++)
                visitors.Add(await gate.NextAsync());
            Assert.Equal(Enumerable.Range(1, 20), await Task.WhenAll(tasks[..20]));
            await ReleaseAsync(tasks);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Tasks_submitted_from_many_threads_all_return()
    {
        Task<int>[] submitters =
        [
            .. Enumerable.Range(0, 4).Select(t => Task.Run(async () =>
            {
                int sum = 0;
                for (int i = 0; i < 500; i++)
                    sum += await ContractTasks.AddTask.SubmitAsync(Work, t, i, cancellationToken: TestEnd);
                return sum;
            })),
        ];
        int[] sums = await Task.WhenAll(submitters);
        Assert.Equal([.. Enumerable.Range(0, 4).Select(t => (500 * t) + (499 * 500 / 2))], sums);
    }

    [Fact(Timeout = Limit)]
    public async Task A_task_knows_its_worker()
    {
        WhereItRan where = await ContractTasks.WhereAmITask.SubmitAsync(Work, cancellationToken: TestEnd);
        Assert.InRange(where.WorkerIndex, FirstWorkerIndex, FirstWorkerIndex + Work.WorkerCount - 1);
        Assert.Equal(1, where.Attempt);
        Assert.Equal(Environment.MachineName, where.Host);
    }

    [Fact(Timeout = Limit)]
    public async Task Two_work_managers_run_side_by_side()
    {
        await using IWorkManager other = await StartAsync(Options);
        Task<int>[] here = Work.SubmitManyAsync(Enumerable.Range(0, 500).Select(i => new ContractTasks.AddTask(i, 1)), cancellationToken: TestEnd);
        Task<int>[] there = other.SubmitManyAsync(Enumerable.Range(0, 500).Select(i => new ContractTasks.AddTask(i, 2)), cancellationToken: TestEnd);
        Assert.Equal(Enumerable.Range(1, 500), await Task.WhenAll(here));
        Assert.Equal(Enumerable.Range(2, 500), await Task.WhenAll(there));
    }
}
