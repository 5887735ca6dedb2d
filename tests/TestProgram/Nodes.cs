using System.Globalization;
using WestRpc;

namespace TestProgram;

/// <summary>A run over <c>zmq</c> that begins once its nodes have joined.</summary>
internal static class Nodes
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    public static async Task JoinAsync(IWorkManager work)
    {
        if (Environment.GetEnvironmentVariable("TEST_AWAITS_WORKERS") is not { } count)
            return;
        while (work.WorkerCount < int.Parse(count, CultureInfo.InvariantCulture))
            await Task.Delay(Look);
    }
}
