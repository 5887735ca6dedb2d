using Microsoft.Extensions.Logging;
using WestRpc.Diagnostics;
using WestRpc.Workers;

namespace WestRpc.Transports.Threads;

/// <summary>N dedicated threads of this process; a task may block its own as long as it likes.</summary>
internal sealed class ThreadsTransport : IWorkerTransport
{
    private readonly Lock gate = new();
    private readonly WorkManagerOptions options;
    private readonly ILogger logger;
    private readonly BusyWatch watch;
    private readonly ThreadWorker[] workers;
    private ITransportListener? listener;
    private bool stopping;

    public ThreadsTransport(WorkManagerOptions options, ILogger logger)
    {
        this.options = options;
        this.logger = logger;
        watch = new BusyWatch("westrpc watch", LookAtWorkers);
        workers = new ThreadWorker[options.WorkerCount];
    }

    public int WorkerCount => options.WorkerCount;

    public void Start(ITransportListener to)
    {
        listener = to;
        for (int i = 0; i < workers.Length; i++)
            workers[i] = Create(i);
        watch.Start();
        foreach (ThreadWorker worker in workers)
            worker.Start(listener.Joined(worker));
    }

    public void BeginStop()
    {
        lock (gate)
            stopping = true;
    }

    public void Kill()
    {
        BeginStop();
        foreach (ThreadWorker worker in workers)
            worker.End();
    }

    /// <summary>Waits for the threads; one whose task ignores its cancellation is left behind, since no thread can be killed.</summary>
    public async ValueTask DisposeAsync()
    {
        BeginStop();
        Task all = Task.WhenAll(workers.Select(static w => w.Ended));
        await Task.WhenAny(all, Task.Delay(options.ShutdownTimeout));
        Kill();
        watch.End();
    }

    private ThreadWorker Create(int index) => new(
        new WorkerIdentity(options.FirstWorkerIndex + index, Environment.MachineName, Environment.ProcessId),
        WorkerResources.Of(options, index), options.MaxMessageBytes, watch, OnWrittenOff);

    private void OnWrittenOff(ThreadWorker worker, string reason)
    {
        Log.ThreadWrittenOff(logger, worker.Worker, reason);
        ThreadWorker next;
        lock (gate)
        {
            if (stopping)
                return;
            int index = worker.Worker.Index - options.FirstWorkerIndex;
            workers[index] = next = Create(index);
        }

        next.Start(listener!.Joined(next));
    }

    private bool LookAtWorkers()
    {
        bool busy = false;
        foreach (ThreadWorker worker in workers)
            busy |= worker.ReportIfHeldUp();
        return busy;
    }
}
