namespace WestRpc;

/// <summary>Which worker: its 0-based number on its host, the host's name, and its process id.</summary>
internal sealed record WorkerIdentity(int Index, string Host, int ProcessId)
{
    public override string ToString() => $"worker {Index} (process {ProcessId} on {Host})";
}
