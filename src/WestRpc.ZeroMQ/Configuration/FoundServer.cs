using WestRpc.ZeroMQ.Security;

namespace WestRpc.ZeroMQ.Configuration;

/// <summary>A server that a client may try; whoever has it disposes its secret.</summary>
/// <param name="Connect">Where.</param>
/// <param name="Secret">Null where nothing is sealed.</param>
/// <param name="RunId">Null where only endpoints are known.</param>
/// <param name="Master">Null where only endpoints are known.</param>
internal sealed record FoundServer(ConnectPlan Connect, RunSecret? Secret, string? RunId, MasterProcess? Master) : IDisposable
{
    public void Dispose() => Secret?.Dispose();
}
