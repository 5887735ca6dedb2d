namespace WestRpc.ZeroMQ.Tests.Attacks;

internal static partial class EchoTasks
{
    [WorkTask]
    private static string Echo(string text) => text;
}
