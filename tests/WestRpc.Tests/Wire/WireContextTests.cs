using WestRpc.Wire;

namespace WestRpc.Tests.Wire;

/// <summary>How deeply values may be nested.</summary>
public sealed class WireContextTests
{
    [Fact]
    public void Enter_NestedTooDeeply_IsSerializationExceptionAndTheNextMessageIsRight()
    {
        Assert.Equal(WireContext.MaxDepth, Depth(Chain(WireContext.MaxDepth)));
        Assert.Throws<WorkSerializationException>(() => WireBytes.Write(new TestTasks.EchoNodeTask(Chain(WireContext.MaxDepth + 1))));
        Assert.Equal(WireContext.MaxDepth, Depth(Chain(WireContext.MaxDepth)));
    }

    [Fact]
    public void Enter_NestedTooDeeplyInBytes_IsSerializationException()
    {
        // [[1, [1, [1, …
        byte[] bytes = [0x91, .. Enumerable.Repeat<byte[]>([0x92, 0x01], 100_000).SelectMany(static b => b)];
        WorkSerializationException e = Assert.Throws<WorkSerializationException>(
            () => WireBytes.Read<TestTasks.EchoNodeTask>(bytes));
        Assert.Contains("nested", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Skip_NestedDeeplyInWhatIsPassedOver_DoesNotOverflowTheStack()
    {
        // A key that the type does not have, with a million arrays in one another.
        byte[] bytes = [0x91, 0x95, 0xa1, 0x61, 0xc0, 0x90, 0xd6, 0xff, 0, 0, 0, 0, .. Enumerable.Repeat((byte)0x91, 1_000_000), 0xc0];
        Assert.Equal("a", WireBytes.Read<TestTasks.EchoParticleTask>(bytes).Particle.Name);
    }

    private static Node? Chain(int length) =>
        Enumerable.Range(0, length).Aggregate((Node?)null, static (next, i) => new Node(i, next));

    private static int Depth(Node? node)
    {
        int depth = 0;
        for (Node? n = WireBytes.Read<TestTasks.EchoNodeTask>(WireBytes.Write(new TestTasks.EchoNodeTask(node))).Node; n is not null; n = n.Next)
            depth++;
        return depth;
    }
}
