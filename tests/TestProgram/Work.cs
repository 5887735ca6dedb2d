using WestRpc;
#if OTHER_CONTRACT
using Number = long;
#else
using Number = int;
#endif

namespace TestProgram;

internal static partial class Work
{
    [WorkTask]
    private static async Task WaitAsync(CancellationToken cancellation)
    {
        Console.WriteLine($"running {Environment.ProcessId}");
        await Task.Delay(Timeout.Infinite, cancellation);
    }

    [WorkTask]
    private static void Spin()
    {
        Console.WriteLine($"running {Environment.ProcessId}");
        Thread.Sleep(Timeout.Infinite);
    }

    [WorkTask]
    private static void Fail() => throw new InvalidOperationException("the task is not well");

    [WorkTask]
    private static void Print(Number number)
    {
        string text = new((char)('a' + (number % 26)), 500);
        Console.Write(text[..250]);
        Console.WriteLine(text[250..]);
    }
}
