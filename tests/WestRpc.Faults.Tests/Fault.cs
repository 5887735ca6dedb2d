namespace WestRpc.Faults.Tests;

/// <summary>One row of the table: something that breaks, and how a run comes out of it on each work manager.</summary>
/// <param name="Name">What breaks.</param>
/// <param name="Do">Breaks it, and says how the run came out.</param>
/// <param name="Processes">What is expected of <c>processes</c>; null where the fault makes no sense.</param>
/// <param name="Threads">What is expected of <c>threads</c>.</param>
/// <param name="Serial">What is expected of <c>serial</c>.</param>
/// <param name="ZeroMQ">What is expected of <c>zmq</c>, a server without workers and a client that has them.</param>
internal sealed record Fault(
    string Name, Func<FaultRun, Task<string>> Do, string? Processes = null, string? Threads = null, string? Serial = null,
    string? ZeroMQ = null)
{
    /// <summary>The cells of this row: work manager and expected outcome.</summary>
    public IEnumerable<(string Manager, string Expected)> Cells =>
        ((string Manager, string? Expected)[])[("processes", Processes), ("threads", Threads), ("serial", Serial), ("zmq", ZeroMQ)]
            is var all ? all.Where(static c => c.Expected is not null).Select(static c => (c.Manager, c.Expected!)) : [];
}
