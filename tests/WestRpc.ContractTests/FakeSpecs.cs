using System.Diagnostics;
using WestRpc.Testing;

namespace WestRpc.ContractTests;

/// <summary>The work manager that users test with behaves as the others do; here its clock goes with the real one.</summary>
public abstract class FakeSpecs : WorkManagerSpecs
{
    private readonly List<IDisposable> clocks = [];

    private protected override string ManagerName => "fake";

    private protected override bool Encodes => true;

    private protected override bool KeepsAllBytes => true;

    /// <summary>To a submitter it looks as if they were.</summary>
    private protected override bool RunsElsewhere => true;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        clocks.ForEach(static c => c.Dispose());
        GC.SuppressFinalize(this);
    }

    private protected FakeWorkManager Start(FakeWorkManager work)
    {
        var watch = Stopwatch.StartNew();
        TimeSpan passed = TimeSpan.Zero;
        var turn = new Lock();
        clocks.Add(new Timer(
            _ =>
            {
                if (!turn.TryEnter())
                    return;
                try
                {
                    TimeSpan now = watch.Elapsed;
                    work.Advance(now - passed);
                    passed = now;
                }
                finally
                {
                    turn.Exit();
                }
            },
            null, TimeSpan.Zero, TimeSpan.FromMilliseconds(5)));
        return work;
    }
}

/// <summary>Each call runs inside its submission.</summary>
public sealed class InlineFakeSpecs : FakeSpecs
{
    private protected override bool RunsAtSubmission => true;

    private protected override Task<IWorkManager> StartAsync(WorkManagerOptions options) =>
        Task.FromResult<IWorkManager>(Start(new FakeWorkManager(options)));
}

/// <summary>Calls wait for a command, which threads give that do nothing else.</summary>
public sealed class CommandedFakeSpecs : FakeSpecs
{
    private protected override Task<IWorkManager> StartAsync(WorkManagerOptions options) =>
        Task.FromResult<IWorkManager>(new Commanded(Start(new FakeWorkManager(options) { RunsOnCommand = true })));

    private sealed class Commanded : IWorkManager
    {
        // More than workers: where a worker is written off, its thread stays with the method.
        private const int SpareThreads = 4;

        private readonly FakeWorkManager work;
        private volatile bool ended;

        public Commanded(FakeWorkManager work)
        {
            this.work = work;
            for (int i = 0; i < work.WorkerCount + SpareThreads; i++)
                new Thread(Run) { IsBackground = true }.Start();
        }

        public string Name => work.Name;

        public int WorkerCount => work.WorkerCount;

        public Task<TResult> SubmitAsync<TResult>(WorkTask<TResult> task, WorkOptions? options, CancellationToken cancellationToken) =>
            work.SubmitAsync(task, options, cancellationToken);

        public Task SubmitAsync(WorkTask task, WorkOptions? options, CancellationToken cancellationToken) =>
            work.SubmitAsync(task, options, cancellationToken);

        public Task<TResult>[] SubmitManyAsync<TResult>(
            IEnumerable<WorkTask<TResult>> tasks, WorkOptions? options, CancellationToken cancellationToken) =>
            work.SubmitManyAsync(tasks, options, cancellationToken);

        public Task[] SubmitManyAsync(IEnumerable<WorkTask> tasks, WorkOptions? options, CancellationToken cancellationToken) =>
            work.SubmitManyAsync(tasks, options, cancellationToken);

        public Task WaitForCapacityAsync(CancellationToken cancellationToken) => work.WaitForCapacityAsync(cancellationToken);

        public Task DrainAsync() => work.DrainAsync();

        public ValueTask DisposeAsync()
        {
            ended = true;
            return work.DisposeAsync();
        }

        private void Run()
        {
            while (!ended)
            {
                if (work.RunNext() is null)
                    Thread.Sleep(1);
            }
        }
    }
}
