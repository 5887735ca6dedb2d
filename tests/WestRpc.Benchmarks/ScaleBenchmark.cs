using System.Diagnostics;
using WestRpc.Dispatch;
using WestRpc.Transports;
using WestRpc.Wire;

namespace WestRpc.Benchmarks;

/// <summary>
/// The dispatcher's core alone, with as many workers as a large cluster has, each of which answers at once: what an event
/// costs must not grow with the number of workers or of tasks that wait.
/// </summary>
internal sealed class ScaleBenchmark : Benchmark
{
    private const int Tasks = 2_000_000;
    private const int Batch = 16;
    private static readonly int[] Workers = [10, 1_000, 27_648];

    public override string Name => "dispatch-scale";

    public override Task RunAsync()
    {
        Console.WriteLine();
        Console.WriteLine($"{Name}: {Tasks:N0} tasks through the core, in ns per event");
        Run(Workers[1], 100_000, Tasks / 10);
        foreach (long duration in (long[])[100_000, 60_000_000_000])
        {
            double least = double.MaxValue;
            double most = 0;
            foreach (int workers in Workers)
            {
                (double nanoseconds, double perSecond, double megabytes) = Run(workers, duration, Tasks);
                least = Math.Min(least, nanoseconds);
                most = Math.Max(most, nanoseconds);
                Console.WriteLine($"  tasks of {duration / 1e6:#,0.###} ms, {workers,6:N0} workers: {nanoseconds,8:N0} ns, {perSecond,12:N0} events/s, {megabytes,6:N0} MB");
            }

            Console.WriteLine($"  ratio {most / least:F2} × between them (smaller is better)");
        }

        Console.WriteLine($"  peak memory of the process: {Process.GetCurrentProcess().PeakWorkingSet64 >> 20:N0} MB");
        return Task.CompletedTask;
    }

    private static (double Nanoseconds, double PerSecond, double Megabytes) Run(int workers, long duration, int tasks)
    {
        GC.Collect();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var cluster = new Cluster(duration);
        for (int i = 0; i < workers; i++)
            cluster.Join(i);
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < tasks; i++)
            cluster.Submit();
        double megabytes = (GC.GetTotalMemory(forceFullCollection: false) - before) / 1e6;
        cluster.RunToEnd();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        if (cluster.Completed != tasks)
            throw new InvalidOperationException($"{cluster.Completed:N0} of {tasks:N0} tasks completed.");
        return (elapsed.TotalNanoseconds / cluster.Events, cluster.Events / elapsed.TotalSeconds, megabytes);
    }

    /// <summary>Workers that end what they are given in the order in which it was given out.</summary>
    private sealed class Cluster : IDispatchEffects
    {
        private static readonly byte[] Arguments = new byte[16];

        private readonly WorkEnvelope call = new BenchmarkTasks.EchoTask(0);
        private readonly Queue<(WorkerSession Session, FrameKind Kind, ulong Lease)> answers = [];
        private readonly DispatchCore core;
        private readonly long duration;
        private long time;

        public Cluster(long duration)
        {
            this.duration = duration;
            core = new DispatchCore(this, new DispatchSettings { Silence = 3_600_000_000_000 });
        }

        public long Events { get; private set; }

        public int Completed { get; private set; }

        public void Join(int index)
        {
            var session = new WorkerSession(new Channel(index));
            core.Handle(new DispatchEvent(DispatchEventKind.Joined, Session: session));
            core.Handle(new DispatchEvent(DispatchEventKind.Ready, Session: session));
        }

        public void Submit() => Handle(new DispatchEvent(DispatchEventKind.Submit, new Item(call) { Body = Arguments }));

        public void RunToEnd()
        {
            while (answers.TryDequeue(out (WorkerSession Session, FrameKind Kind, ulong Lease) answer))
            {
                var header = new FrameHeader(0, answer.Kind, Lease: answer.Lease, Nanoseconds: answer.Kind == FrameKind.Result ? duration : 0);
                Handle(new DispatchEvent(DispatchEventKind.Frame, Session: answer.Session, Frame: new Frame(header, default)));
            }
        }

        private void Handle(in DispatchEvent e)
        {
            bool begins = Events++ % Batch == 0;
            if (begins)
                core.Advance(time += 10_000);
            core.Handle(e);
            if (begins)
                core.Arm();
        }

        void IDispatchEffects.Send(WorkerSession session, in Frame frame)
        {
            switch (frame.Kind)
            {
                case FrameKind.Assign:
                    if (frame.Header.Nanoseconds == FrameHeader.ReportBegin)
                        answers.Enqueue((session, FrameKind.Begun, frame.Header.Lease));
                    answers.Enqueue((session, FrameKind.Result, frame.Header.Lease));
                    break;
                case FrameKind.Recall:
                    answers.Enqueue((session, FrameKind.Kept, frame.Header.Lease));
                    break;
                default:
                    break;
            }
        }

        void IDispatchEffects.Complete(WorkItem item, in Outcome outcome) => Completed++;

        void IDispatchEffects.Kill(WorkerSession session, string reason) => throw new InvalidOperationException(reason);

        void IDispatchEffects.SaySlow(WorkItem item, WorkerSession session, long nanoseconds)
        {
        }

        void IDispatchEffects.SayUnmeetable(WorkItem item)
        {
        }

        void IDispatchEffects.Drained()
        {
        }
    }

    private sealed class Item(WorkEnvelope call) : WorkItem(call, null, CancellationToken.None)
    {
        protected override void SetResult(object? result, ReadOnlyMemory<byte> body)
        {
        }

        protected override void SetException(Exception exception)
        {
        }
    }

    private sealed class Channel(int index) : IWorkerChannel
    {
        public WorkerIdentity Worker { get; } = new(index, "host", index);

        public bool SharesMemory => false;

        public WestRpc.Workers.ResourceSet Offer => WestRpc.Workers.ResourceSet.None;

        public void Accepted()
        {
        }

        public void Send(in Frame frame)
        {
        }

        public void Flush()
        {
        }

        public void Kill(string? reason)
        {
        }
    }
}
