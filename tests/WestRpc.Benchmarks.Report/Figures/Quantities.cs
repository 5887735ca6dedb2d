namespace WestRpc.Benchmarks.Figures;

/// <summary>What is measured.</summary>
internal static class Quantities
{
    /// <summary>Small tasks a second, one submit each.</summary>
    public const string Rate = "rate";

    /// <summary>Small tasks a second, all given at once.</summary>
    public const string RateMany = "rate-many";

    /// <summary>The median of round trips, in µs.</summary>
    public const string Latency = "latency";

    /// <summary>The 99th percentile of them.</summary>
    public const string Latency99 = "latency-p99";

    /// <summary>Processor time of the master for a task of <see cref="RateMany"/>, in µs.</summary>
    public const string MasterTime = "master-time";

    /// <summary>The same of the workers.</summary>
    public const string WorkerTime = "worker-time";

    /// <summary>Bytes there and back, one message at a time, in MB/s each way, by size.</summary>
    public const string Echo = "echo";

    /// <summary>The same with several in flight.</summary>
    public const string EchoMany = "echo-many";

    /// <summary>The first of the two with numbers instead of bytes.</summary>
    public const string EchoNumbers = "echo-numbers";

    /// <summary>Bytes for each task that waits.</summary>
    public const string Queued = "queued";

    /// <summary>Bytes for each task that has waited, when all is done.</summary>
    public const string Afterwards = "afterwards";

    /// <summary>To the first results from both workers, in ms.</summary>
    public const string Start = "start";

    /// <summary>All processes with nothing to do, in % of a core.</summary>
    public const string Idle = "idle";

    /// <summary>The master alone at 1,000 tasks a second, in % of a core.</summary>
    public const string MasterShare = "master-share";

    /// <summary>Seconds for tasks that compute, by duration, over those of bare threads that compute as much.</summary>
    public const string Stretch = "stretch";

    /// <summary>The same for 400 tasks of 5 ms.</summary>
    public const string Even = "even";

    /// <summary>The same for log-normal durations; the bare threads have the best possible schedule's bound.</summary>
    public const string Uneven = "uneven";

    /// <summary>The share of cores that compute, by duration, with so many workers as the subject says, simulated.</summary>
    public const string Simulated = "simulated";

    /// <summary>In one process: ns a call.</summary>
    public const string CallTime = "call-time";

    /// <summary>In one process: bytes allocated for a call.</summary>
    public const string CallBytes = "call-bytes";
}
