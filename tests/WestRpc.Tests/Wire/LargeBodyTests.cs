using WestRpc.Wire;

namespace WestRpc.Tests.Wire;

/// <summary>Memory of large messages that is used again: never while somebody reads it.</summary>
public sealed class LargeBodyTests
{
    private const int Size = 3_456_789;

    private readonly LargeBuffers buffers = new(64 << 20);

    [Fact]
    public void Rent_AfterReturn_IsTheSameMemory()
    {
        byte[] first = buffers.Rent(Size);
        buffers.Return(first);
        byte[] second = buffers.Rent(Size - 1_000);
        Assert.Same(first, second);
        Assert.NotSame(second, buffers.Rent(Size));
    }

    [Fact]
    public void Rent_OfHalfTheSize_LeavesTheLargeOneToOthers()
    {
        byte[] large = buffers.Rent(Size);
        buffers.Return(large);
        Assert.NotSame(large, buffers.Rent((Size / 2) - 1));
        Assert.Same(large, buffers.Rent(Size));
    }

    [Fact]
    public void Return_OfMoreThanIsKept_DropsTheRest()
    {
        byte[][] many = [.. Enumerable.Range(0, 100).Select(_ => buffers.Rent(1 << 20))];
        Array.ForEach(many, buffers.Return);
        byte[][] again = [.. Enumerable.Range(0, 100).Select(_ => buffers.Rent(1 << 20))];
        Assert.InRange(again.Intersect(many).Count(), 1, 64);
        Assert.Equal(100, again.Distinct().Count());
    }

    [Fact]
    public void Release_Twice_GivesTheMemoryBackOnce()
    {
        ReadOnlyMemory<byte> body = LargeBody.OfLength(Size + 11).Memory;
        LargeBody.Release(body);
        LargeBody.Release(body);
        Assert.NotSame(LargeBuffers.Shared.Rent(Size + 11), LargeBuffers.Shared.Rent(Size + 11));
        Assert.Throws<ObjectDisposedException>(() => body.Span.Length);
    }

    [Fact]
    public void Release_OfOtherMemory_DoesNothing()
    {
        byte[] own = new byte[Size];
        LargeBody.Release(own);
        LargeBody.Release(default);
        Assert.NotSame(own, LargeBuffers.Shared.Rent(Size));
    }
}
