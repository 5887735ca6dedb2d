using WestRpc.Wire;

namespace WestRpc.Transports.Threads;

/// <summary>N dedicated threads of this process; a task may block its own as long as it likes.</summary>
internal sealed class ThreadsTransport(WorkManagerOptions options) : IWorkerTransport
{
    private readonly List<ThreadWorker> workers = [];

    public int WorkerCount => options.WorkerCount;

    public void Start(ITransportListener listener)
    {
        for (int i = 0; i < options.WorkerCount; i++)
        {
            var worker = new ThreadWorker(new WorkerIdentity(i, Environment.MachineName, Environment.ProcessId), options);
            workers.Add(worker);
            worker.Start(listener.Joined(worker));
        }
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
    }
}
