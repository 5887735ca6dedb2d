using System.Buffers.Binary;
using MessagePack;
using WestRpc.Dispatch;
using WestRpc.Wire;

namespace WestRpc.Simulation;

/// <summary>A call that only says which task it is.</summary>
internal sealed class SimCall(TaskSpec spec) : WorkTask
{
    /// <summary>All that there are; the program's, for the handshake.</summary>
    public static IReadOnlyList<WorkTaskDescriptor> Tasks { get; } = Register();

    public TaskSpec Spec { get; } = spec;

    public override WorkTaskDescriptor Descriptor => Tasks[Spec.Task];

    public override void WriteArguments(ref MessagePackWriter writer, WireContext context) => throw new NotSupportedException();

    public override ValueTask InvokeAsync(WorkContext context) => throw new NotSupportedException();

    private static WorkTaskDescriptor[] Register()
    {
        WorkTaskDescriptor[] tasks = [.. Enumerable.Range(0, 36).Select(static i =>
            new WorkTaskDescriptor(typeof(SimCall), $"Task{i}", $"Task{i}() -> void", $"hash {i}", usesContext: false, static (ref _, _) => null!))];
        Array.ForEach(tasks, WorkTaskRegistry.Register);
        return tasks;
    }
}

/// <summary>A submission whose outcome the simulator takes.</summary>
internal sealed class SimItem : WorkItem
{
    public SimItem(TaskSpec spec, bool sharesMemory)
        : base(new SimCall(spec), spec.Options, CancellationToken.None)
    {
        Spec = spec;
        if (!sharesMemory)
            Body = Numbers.Slice(sizeof(int) * spec.Id, spec.Size);
    }

    /// <summary>All numbers in order: an argument of any size that begins with a task's number is a part of it.</summary>
    private static ReadOnlyMemory<byte> Numbers { get; } =
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(Enumerable.Range(0, (TaskSpec.MostBytes / sizeof(int)) + 1_000).ToArray().AsSpan()).ToArray();

    public TaskSpec Spec { get; }

    protected override void SetResult(object? result, ReadOnlyMemory<byte> body) => throw new NotSupportedException();

    protected override void SetException(Exception exception) => throw new NotSupportedException();
}

/// <summary>What a worker says of an attempt: which task it ran, and under which lease.</summary>
internal sealed record AttemptReport(int Task, ulong Lease)
{
    public byte[] Write()
    {
        byte[] body = new byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(body, Task);
        BinaryPrimitives.WriteUInt64LittleEndian(body.AsSpan(4), Lease);
        return body;
    }

    public static AttemptReport Of(in Outcome outcome) => outcome.Object as AttemptReport ??
        new AttemptReport(BinaryPrimitives.ReadInt32LittleEndian(outcome.Body.Span), BinaryPrimitives.ReadUInt64LittleEndian(outcome.Body.Span[4..]));
}
