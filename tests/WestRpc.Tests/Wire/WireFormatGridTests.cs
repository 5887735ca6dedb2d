using WestRpc.Wire;

namespace WestRpc.Tests.Wire;

/// <summary>Arrays of more than one dimension: the bytes, and what nobody should send.</summary>
public sealed class WireFormatGridTests
{
    [Fact]
    public void Grid_Bytes_AreAsDocumented()
    {
        short[,] value = { { 1, 2, 3 }, { 4, 5, 6 } };
        byte[] bytes = WireBytes.Write<Array?>(WireFormat.WriteGrid<short>, value);
        Assert.Equal("930203C70D5712010002000300040005000600", Convert.ToHexString(bytes));
        Assert.Equal(value, WireBytes.Read(WireFormat.ReadGrid<short[,], short>, bytes));
    }

    [Fact]
    public void Grid_OfBytes_HasAKindOfItsOwn()
    {
        byte[] bytes = WireBytes.Write<Array?>(WireFormat.WriteGrid<byte>, new byte[,] { { 7, 8, 9 } });
        Assert.Equal("930103D65721070809", Convert.ToHexString(bytes));
    }

    [Fact]
    public void Grid_ThatDoesNotBeginAtZero_IsRefusedWhenItIsWritten()
    {
        Array value = Array.CreateInstance(typeof(double), [2, 2], [0, 1]);
        WorkSerializationException e = Assert.Throws<WorkSerializationException>(() => WireBytes.Write<Array?>(WireFormat.WriteGrid<double>, value));
        Assert.Contains("begin at 1", e.Message, StringComparison.Ordinal);
        Assert.Throws<WorkSerializationException>(() => WireBytes.Write<Array>(WireFormat.WriteGridHeader, value));
    }

    [Theory]
    [InlineData("93ce7fffffffce7fffffffd45738")] // 2^62 numbers are announced, none comes
    [InlineData("93ceffffffffceffffffffd45738")]
    [InlineData("93d0ff01d45738")] // a negative length
    [InlineData("93d0ffd0ffdf5738")] // two of them
    [InlineData("930101d45738")] // one number, none comes
    [InlineData("930001d6573800000000")] // half a number
    [InlineData("9300ce7fffffffd45714")] // of another kind
    [InlineData("920ad45738")] // one dimension
    [InlineData("94010101d45738")] // three of them
    [InlineData("93ce00100000ce00100000c9000000005738")]
    public void Grid_Malformed_IsSerializationExceptionWithoutTheAnnouncedBytes(string hex)
    {
        byte[] bytes = [0x92, .. Convert.FromHexString(hex), 0xc0];
        RefusesCheaply(bytes);
    }

    [Theory]
    [InlineData("94ce7fffffffce7fffffffce7fffffff90")]
    [InlineData("94010101dd7fffffff")]
    [InlineData("94ce001000000101dd00100000")]
    [InlineData("9402010191c0")]
    [InlineData("940101d0ff90")]
    public void GridOfObjects_Malformed_IsSerializationExceptionWithoutTheAnnouncedBytes(string hex) =>
        RefusesCheaply([0x92, 0xc0, .. Convert.FromHexString(hex)]);

    [Fact]
    public void Grid_EmptyButLong_ComesBackWithItsLengths()
    {
        double[,] empty = new double[0, 1_000_000_000];
        double[,]? back = WireBytes.Read<TestTasks.EchoGridsTask>(WireBytes.Write(new TestTasks.EchoGridsTask(empty, null))).Numbers;
        Assert.Equal(1_000_000_000, back!.GetLength(1));
    }

    [Fact]
    public void Grids_Hostile_AreSerializationExceptionOnly() => HostileBytes.Check<WorkSerializationException>(
        WireBytes.Write(new TestTasks.EchoGridsTask(new double[,] { { 1, 2 }, { 3, 4 } }, new string?[,,] { { { "a" }, { null } } })),
        static bytes => WireBytes.Read<TestTasks.EchoGridsTask>(bytes));

    [Fact]
    public void Collections_Hostile_AreSerializationExceptionOnly()
    {
        HostileBytes.Check<WorkSerializationException>(
            WireBytes.Write(new TestTasks.EchoCollectionsTask(
                [1, 2], ["a", "b"], new Stack<int>([1, 2]), new System.Collections.BitArray(3), new([1, 2]), new() { [1] = "x" })),
            static bytes => WireBytes.Read<TestTasks.EchoCollectionsTask>(bytes));
    }

    /// <summary>Arrays in arrays of their own type: refused before the stack ends, whichever type comes first.</summary>
    [Fact]
    public void Arguments_EndlessCircleThatBeginsAtAnArray_IsSerializationException()
    {
        byte[] deep = [.. Enumerable.Repeat<byte>(0x91, 500_000), 0xc0];
        Assert.Throws<WorkSerializationException>(() => WireBytes.Read<TestTasks.EchoTreesTask>(deep));
    }

    private static void RefusesCheaply(byte[] bytes)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<WorkSerializationException>(() => WireBytes.Read<TestTasks.EchoGridsTask>(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }
}
