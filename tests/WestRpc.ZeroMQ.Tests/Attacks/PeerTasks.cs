namespace WestRpc.ZeroMQ.Tests.Attacks;

/// <summary>What the node in Python can do, save one.</summary>
internal static partial class PeerTasks
{
    [WorkTask]
    private static double[] Scale(double[] values, double factor) => [.. values.Select(v => v * factor)];

    [WorkTask]
    private static Walker Move(Walker walker, int steps) => walker with { Id = walker.Id + steps };

    [WorkTask]
    private static Task Wait(CancellationToken cancellation) => Task.Delay(Timeout.Infinite, cancellation);

    [WorkTask]
    private static void Unknown()
    {
    }
}

internal sealed record Walker(int Id, string Name, double? Weight);
