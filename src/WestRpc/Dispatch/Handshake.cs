using System.Text;
using WestRpc.Wire;

namespace WestRpc.Dispatch;

/// <summary>What to answer a worker that is not ready yet.</summary>
internal readonly record struct HandshakeStep(Frame Reply, bool Accepted = false, string? Refusal = null);

/// <summary>
/// Decides whether a worker may work: same protocol, same contracts for the tasks that both know, same build. Hashes are
/// compared; the texts are asked for only where they differ.
/// </summary>
internal sealed class Handshake(bool allowMixedBuilds)
{
    /// <exception cref="WireException">The frame is not part of a handshake.</exception>
    public HandshakeStep Answer(in Frame frame) => frame.Kind switch
    {
        FrameKind.Hello => OnHello(HelloMessage.Read(frame.Body)),
        FrameKind.ContractTexts => Refuse(ContractComparison.Describe(Ours(), TextMap.Read(frame.Body))),
        _ => throw new WireException($"A worker began with a frame of kind {(int)frame.Kind} instead of its greeting."),
    };

    private HandshakeStep OnHello(HelloMessage hello)
    {
        IReadOnlyList<WorkTaskDescriptor> ours = Ours();
        KeyValuePair<string, string>[] differing =
        [
            .. ours.Where(t => hello.ContractHashes.TryGetValue(t.Name, out string? hash) && hash != t.ContractHash)
                .Select(static t => KeyValuePair.Create(t.Name, t.ContractHash)),
        ];
        if (differing.Length > 0)
            return new HandshakeStep(new Frame(FrameKind.ContractQuery, TextMap.Write(differing)));
        string build = HelloMessage.BuildOf(ours);
        if (hello.Build != build && !allowMixedBuilds)
            return Refuse(
                $"it runs build {hello.Build}, the master build {build}{Lack(ours, hello)}: deploy one build everywhere, or allow this with --allow-mixed-builds (WM_ALLOW_MIXED_BUILDS=1)");
        return new HandshakeStep(new Frame(FrameKind.Welcome), Accepted: true);
    }

    private static string Lack(IEnumerable<WorkTaskDescriptor> ours, HelloMessage hello) =>
        ours.FirstOrDefault(t => !hello.ContractHashes.ContainsKey(t.Name)) is { } missing
            ? $", and does not know the task '{missing.Name}' (where that is in a class library, a program that is not in C# calls WorkTasks.Load first, and a plug-in names its assembly in WorkManagerOptions.TaskAssembly)"
            : "";

    private static HandshakeStep Refuse(string reason) =>
        new(new Frame(FrameKind.Refuse, Encoding.UTF8.GetBytes(reason)), Refusal: reason);

    private static WorkTaskDescriptor[] Ours() => WorkTaskRegistry.Snapshot();
}
