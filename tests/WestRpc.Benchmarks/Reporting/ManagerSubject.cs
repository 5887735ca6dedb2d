namespace WestRpc.Benchmarks.Reporting;

/// <summary>A work manager in this process.</summary>
internal sealed class ManagerSubject(string name, string manager) : Subject(name)
{
    private IWorkManager? work;
    private ZeroMQRun? run;
    private int[] workers = [];

    public override IReadOnlySet<string> Questions { get; } = manager switch
    {
        "serial" => new HashSet<string> { WorkQuestions.Rate, WorkQuestions.RateMany, WorkQuestions.Latency },
        "threads" => new HashSet<string>
        {
            WorkQuestions.Rate, WorkQuestions.RateMany, WorkQuestions.Latency, WorkQuestions.Compute, WorkQuestions.Durations, WorkQuestions.Queue,
        },
        _ => new HashSet<string>
        {
            WorkQuestions.Rate, WorkQuestions.RateMany, WorkQuestions.Latency, WorkQuestions.Large, WorkQuestions.LargeNumbers,
            WorkQuestions.Compute, WorkQuestions.Durations, WorkQuestions.Queue,
        },
    };

    public override IReadOnlyList<int> Workers => workers;

    public override async Task StartAsync()
    {
        if (manager == "zmq")
        {
            run = await ZeroMQRun.StartAsync(WorkerCount);
            work = run.Work;
            while (work.WorkerCount < WorkerCount)
                await BenchmarkTasks.ProcessIdTask.SubmitAsync(work);
        }
        else
        {
            work = await WorkManager.StartAsync(manager, new WorkManagerOptions { WorkerCount = WorkerCount });
        }

        workers = manager is "zmq" or "processes" ? await BenchmarkTasks.ProcessIdsAsync(work, WorkerCount) : [];
        if (run is not null)
            workers = [.. workers, run.NodeId];
    }

    public override Task<double[]> AskAsync(string question) =>
        WorkQuestions.Answer(work!, question.Split(' ')) ?? throw new ArgumentException(question);

    public override async ValueTask DisposeAsync()
    {
        if (run is not null)
            await run.DisposeAsync();
        else if (work is not null)
            await work.DisposeAsync();
    }
}
