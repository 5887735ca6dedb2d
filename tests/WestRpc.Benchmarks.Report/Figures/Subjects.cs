namespace WestRpc.Benchmarks.Figures;

/// <summary>Who is measured, by the names that readers see.</summary>
internal static class Subjects
{
    public const string Serial = "WestRpc serial";
    public const string Threads = "WestRpc threads";
    public const string Processes = "WestRpc processes";
    public const string ZeroMQ = "WestRpc zmq";
    public const string Mpi = "WestRpc mpi";

    /// <summary>The least that it takes between two processes.</summary>
    public const string Raw = "raw Unix socket";

    /// <summary>The least that it takes between threads.</summary>
    public const string Handwritten = "Channel<Action>";

    public const string ProcessPool = "ProcessPoolExecutor";
    public const string ThreadPool = "ThreadPoolExecutor";
    public const string Loky = "loky";
    public const string Joblib = "joblib";
    public const string Dask = "Dask LocalCluster";
    public const string MpiPool = "MPIPoolExecutor";
    public const string WestpaThreads = "WESTPA threads";
    public const string WestpaProcesses = "WESTPA processes";
    public const string WestpaZeroMQ = "WESTPA zmq";

    /// <summary>Two children of .NET that do nothing but connect.</summary>
    public const string BareChildren = "two bare .NET children";

    /// <summary>The same published with NativeAOT.</summary>
    public const string BareChildrenNative = "two bare children, NativeAOT";

    /// <summary>The work manager in a program published with NativeAOT.</summary>
    public const string Native = "WestRpc processes, NativeAOT";

    /// <summary>An inline call and a TaskCompletionSource.</summary>
    public const string Delegate = "delegate and TaskCompletionSource";

    /// <summary>In the order of tables, and of colours.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Serial, Threads, Processes, ZeroMQ, Mpi, Native, Raw, Handwritten, Delegate, BareChildren, BareChildrenNative, ProcessPool, ThreadPool, Loky, Joblib, Dask, MpiPool,
        WestpaThreads, WestpaProcesses, WestpaZeroMQ,
    ];
}
