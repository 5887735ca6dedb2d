using WestRpc.Wire;

namespace WestRpc.Tests.Wire;

/// <summary>Arrays of numbers as blocks of bytes.</summary>
public sealed class WireFormatBlockTests
{
    [Fact]
    public void Block_AnyNumber_IsTheSame()
    {
        Same<sbyte>(0x11, sbyte.MinValue, 0, sbyte.MaxValue);
        Same<short>(0x12, short.MinValue, 0, short.MaxValue);
        Same(0x14, int.MinValue, 0, int.MaxValue);
        Same(0x18, long.MinValue, 0, long.MaxValue);
        Same<ushort>(0x22, 0, ushort.MaxValue);
        Same<uint>(0x24, 0, uint.MaxValue);
        Same<ulong>(0x28, 0, ulong.MaxValue);
        Same(0x34, float.NaN, -0.0f, float.Epsilon, float.MaxValue, float.NegativeInfinity);
        Same(0x38, double.NaN, -0.0, double.Epsilon, double.MaxValue, double.NegativeInfinity);
    }

    [Fact]
    public void Block_Null_IsNil()
    {
        Assert.Equal("C0", Convert.ToHexString(WireBytes.Write<double[]?>(WireFormat.WriteBlock, null)));
        Assert.Null(WireBytes.Read(WireFormat.ReadBlock<double>, [0xc0]));
    }

    [Fact]
    public void Block_Bytes_AreAsDocumented() =>
        Assert.Equal("C705571201000200", Convert.ToHexString(WireBytes.Write<short[]?>(WireFormat.WriteBlock, [1, 2])));

    [Fact]
    public void Block_OfAMillion_IsTheSame()
    {
        double[] values = [.. Enumerable.Range(0, 1 << 20).Select(static i => Math.Sqrt(i))];
        Assert.True(values.AsSpan().SequenceEqual(WireBytes.Read(WireFormat.ReadBlock<double>, WireBytes.Write<double[]?>(WireFormat.WriteBlock, values))));
    }

    [Theory]
    [InlineData("c75700")] // cut
    [InlineData("d45738")] // fine: no numbers
    [InlineData("d45714")] // no numbers, but of another kind
    [InlineData("d45838")] // another extension
    [InlineData("d6573800000000")] // half a double
    [InlineData("c70057")] // without a kind
    [InlineData("93010203")] // an array
    [InlineData("c97fffffff5738")] // 2 GiB are announced
    [InlineData("c9fffffff95738")]
    [InlineData("c9800000015738")]
    public void Block_Malformed_IsSerializationExceptionWithoutTheAnnouncedBytes(string hex)
    {
        byte[] bytes = [0x91, .. Convert.FromHexString(hex)];
        long before = GC.GetAllocatedBytesForCurrentThread();
        if (hex == "d45738")
            Assert.Empty(WireBytes.Read<TestTasks.EchoNumbersTask>(bytes).Values!);
        else
            Assert.Throws<WorkSerializationException>(() => WireBytes.Read<TestTasks.EchoNumbersTask>(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void Block_OfAnotherKind_SaysSo()
    {
        byte[] floats = WireBytes.Write<float[]?>(WireFormat.WriteBlock, [1, 2]);
        WorkSerializationException e = Assert.Throws<WorkSerializationException>(() => WireBytes.Read(WireFormat.ReadBlock<double>, floats));
        Assert.Contains("Double", e.Message, StringComparison.Ordinal);
    }

    private static void Same<T>(byte kind, params T[] values)
        where T : unmanaged
    {
        byte[] bytes = WireBytes.Write<T[]?>(WireFormat.WriteBlock, values);
        int size = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        Assert.Equal(kind, bytes[^((size * values.Length) + 1)]);
        Assert.Equal(values, WireBytes.Read(WireFormat.ReadBlock<T>, bytes));
        Assert.Empty(WireBytes.Read(WireFormat.ReadBlock<T>, WireBytes.Write<T[]?>(WireFormat.WriteBlock, []))!);
    }
}
