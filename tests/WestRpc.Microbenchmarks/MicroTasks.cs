namespace WestRpc.Microbenchmarks;

internal static partial class MicroTasks
{
    [WorkTask]
    private static int Echo(int value) => value;
}
