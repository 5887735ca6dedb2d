namespace WestRpc.Benchmarks;

internal static partial class BenchmarkTasks
{
    [WorkTask]
    private static int Echo(int value) => value;
}
