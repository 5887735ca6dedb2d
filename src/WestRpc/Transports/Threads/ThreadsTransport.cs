using WestRpc.Workers;

namespace WestRpc.Transports.Threads;

/// <summary>N dedicated threads of this process; a task may block its own as long as it likes.</summary>
internal sealed class ThreadsTransport(WorkManagerOptions options) : IWorkerTransport
{
    private readonly List<ThreadWorker> workers = [];
    private BusyWatch? watch;

    public int WorkerCount => options.WorkerCount;

    public void Start(ITransportListener listener)
    {
        for (int i = 0; i < options.WorkerCount; i++)
            workers.Add(new ThreadWorker(new WorkerIdentity(i, Environment.MachineName, Environment.ProcessId), options));
        watch = new BusyWatch("westrpc watch", LookAtWorkers);
        watch.Start();
        foreach (ThreadWorker worker in workers)
            worker.Start(listener.Joined(worker), watch);
    }

    public void BeginStop()
    {
        // None is ever replaced.
    }

    public void Kill()
    {
        foreach (ThreadWorker worker in workers)
            worker.Kill(null);
    }

    /// <summary>Waits for the threads; one whose task ignores its cancellation is left behind, since no thread can be killed.</summary>
    public async ValueTask DisposeAsync()
    {
        Task all = Task.WhenAll(workers.Select(static w => w.Ended));
        await Task.WhenAny(all, Task.Delay(options.ShutdownTimeout));
        Kill();
        watch?.End();
    }

    private bool LookAtWorkers()
    {
        bool busy = false;
        foreach (ThreadWorker worker in workers)
            busy |= worker.ReportIfHeldUp();
        return busy;
    }
}
