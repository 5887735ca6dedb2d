using WestRpc.Wire;

namespace WestRpc.Workers;

/// <summary>The worker's side of the handshake, the same behind every transport: what it says of itself and of its tasks.</summary>
internal sealed class WorkerGreeting(WorkerIdentity identity)
{
    private readonly WorkTaskDescriptor[] tasks = WorkTaskRegistry.Snapshot();

    /// <summary>What it says first.</summary>
    public Frame Hello => new(FrameKind.Hello, HelloMessage.Of(identity, tasks).Write());

    /// <summary>The answer to a master that asks for contracts in full.</summary>
    /// <exception cref="WireException">It does not say for which.</exception>
    public Frame ContractTexts(in Frame query)
    {
        Dictionary<string, string> asked = TextMap.Read(query.Body);
        return new Frame(FrameKind.ContractTexts, TextMap.Write(
            [.. tasks.Where(t => asked.ContainsKey(t.Name)).Select(static t => KeyValuePair.Create(t.Name, t.Contract))]));
    }
}
