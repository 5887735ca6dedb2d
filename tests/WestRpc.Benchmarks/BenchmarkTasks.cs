namespace WestRpc.Benchmarks;

internal static partial class BenchmarkTasks
{
    [WorkTask]
    private static int Echo(int value) => value;

    [WorkTask]
    private static int ProcessId() => Environment.ProcessId;
}
