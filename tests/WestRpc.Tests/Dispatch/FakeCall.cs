using MessagePack;
using WestRpc.Wire;

namespace WestRpc.Tests.Dispatch;

/// <summary>A call that writes what the test says.</summary>
internal sealed class FakeCall(WorkTaskDescriptor descriptor, FakeCall.ArgumentsWriter? write = null) : WorkTask
{
    public delegate void ArgumentsWriter(ref MessagePackWriter writer);

    public override WorkTaskDescriptor Descriptor { get; } = descriptor;

    public static WorkTaskDescriptor DescriptorOf(string name) =>
        new(typeof(FakeCall), name, $"{name}() -> void", $"hash of {name}", usesContext: false, (ref _, _) => null!);

    public override void WriteArguments(ref MessagePackWriter writer, WireContext context) => write?.Invoke(ref writer);

    public override ValueTask InvokeAsync(WorkContext context) => default;
}
