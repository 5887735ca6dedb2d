namespace WestRpc.Benchmarks;

internal static partial class BenchmarkTasks
{
    [WorkTask]
    private static int Echo(int value) => value;

    [WorkTask]
    private static byte[] Large(byte[] data) => data;

    [WorkTask]
    private static int ProcessId() => Environment.ProcessId;

    [WorkTask]
    private static void Compute(int milliseconds) => ThreadTime.Spend(TimeSpan.FromMilliseconds(milliseconds));
}
