using System.Buffers;
using WestRpc.Wire;

namespace WestRpc.Tests.Wire;

/// <summary>The bodies that the protocol itself has.</summary>
public sealed class MessageTests
{
    private static readonly WorkerIdentity Worker = new(3, "node7", 4711);

    [Fact]
    public void Hello_WrittenAndRead_IsTheSame()
    {
        HelloMessage hello = HelloMessage.Of(Worker, WorkTaskRegistry.Snapshot());
        HelloMessage back = HelloMessage.Read(hello.Write());
        Assert.Equal(HelloMessage.CurrentProtocol, back.Protocol);
        Assert.Equal(Worker, back.Worker);
        Assert.Equal(hello.Build, back.Build);
        Assert.Equal(16, back.Build.Length);
        Assert.Equal(hello.ContractHashes.OrderBy(static p => p.Key), back.ContractHashes.OrderBy(static p => p.Key));
        Assert.Contains("WestRpc.Tests.TestTasks.Propagate", back.ContractHashes.Keys);
    }

    [Fact]
    public void Hello_Hostile_IsWireExceptionOnly() =>
        HostileBytes.Check<WireException>(
            new HelloMessage(HelloMessage.CurrentProtocol, Worker, "0123456789abcdef", new Dictionary<string, string> { ["a"] = "hash", ["b"] = "hash" }).Write().ToArray(),
            static bytes => HelloMessage.Read(bytes));

    [Theory]
    [InlineData("96ce80000000")] // the protocol is more than an Int32
    [InlineData("96cfffffffffffffffff")]
    [InlineData("960200dbffffffff")] // a host of 2^32 - 1 bytes
    [InlineData("960200a16801a162df80000000")] // 2^31 tasks
    [InlineData("960200a16801a162df7fffffff")]
    public void Hello_NumbersTooLarge_IsWireException(string body) =>
        Assert.Throws<WireException>(() => HelloMessage.Read(Convert.FromHexString(body)));

    [Fact]
    public void Hello_OtherProtocolWithAnotherLayout_SaysWhichProtocol()
    {
        WireException e = Assert.Throws<WireException>(() => HelloMessage.Read(Convert.FromHexString("9203c0")));
        Assert.Contains("protocol 3", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_OfOtherModules_IsAnother()
    {
        WorkTaskDescriptor[] ours = WorkTaskRegistry.Snapshot();
        WorkTaskDescriptor foreign = new(typeof(string), "Foreign", "", "hash", usesContext: false, (ref _, _) => null!);
        Assert.Equal(HelloMessage.BuildOf(ours), HelloMessage.BuildOf([.. ours.Reverse()]));
        Assert.NotEqual(HelloMessage.BuildOf(ours), HelloMessage.BuildOf([.. ours, foreign]));
    }

    [Fact]
    public void TextMap_WrittenAndRead_IsTheSame()
    {
        KeyValuePair<string, string>[] texts = [new("a", ""), new("ü", "line\nline"), new("", "no name")];
        Assert.Equal(texts, TextMap.Read(TextMap.Write(texts)));
        Assert.Empty(TextMap.Read(TextMap.Write([])));
    }

    [Fact]
    public void TextMap_Hostile_IsWireExceptionOnly() =>
        HostileBytes.Check<WireException>(
            TextMap.Write([new("one", "first"), new("two", "second")]).ToArray(), static bytes => TextMap.Read(bytes));

    [Fact]
    public void Failure_WrittenAndRead_IsTheSame()
    {
        WireFailure failure = new(["System.IO.IOException", "System.SystemException", "System.Exception"], "ü", "at A\n at B");
        Assert.Equivalent(failure, WireFailure.Read(Bytes(failure)), strict: true);
    }

    [Fact]
    public void Failure_OfAnException_HasItsCause()
    {
        WireFailure failure = WireFailure.From(new InvalidOperationException("outer", new TimeoutException("the cause")));
        Assert.Equal(["System.InvalidOperationException", "System.SystemException", "System.Exception"], failure.Types);
        Assert.Contains("System.TimeoutException: the cause", failure.StackTrace, StringComparison.Ordinal);
        Assert.Equal("", WireFailure.From(new TimeoutException("never thrown")).StackTrace);
    }

    [Fact]
    public void Failure_Hostile_IsWireExceptionOnly() =>
        HostileBytes.Check<WireException>(Bytes(new WireFailure(["Type", "Base"], "message", "trace")), static bytes => WireFailure.Read(bytes));

    [Fact]
    public void FrameHeader_WrittenAndRead_IsTheSame()
    {
        var header = new FrameHeader(123_456, FrameKind.Result, 255, ushort.MaxValue, ulong.MaxValue - 1, long.MinValue);
        byte[] bytes = new byte[FrameHeader.Size];
        header.Write(bytes);
        Assert.Equal(header, FrameHeader.Read(bytes, maxBody: 1 << 20));
    }

    [Fact]
    public void FrameHeader_Bytes_AreAsDocumented()
    {
        byte[] bytes = new byte[FrameHeader.Size];
        new FrameHeader(0x04030201, FrameKind.Assign, 0x12, 0x2423, 0x3837363534333231, 0x4847464544434241).Write(bytes);
        Assert.Equal("01020304211223243132333435363738" + "4142434445464748", Convert.ToHexString(bytes));
    }

    [Theory]
    [InlineData(1025)]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void FrameHeader_OverTheLimit_IsWireException(int length)
    {
        byte[] bytes = new byte[FrameHeader.Size];
        new FrameHeader(length, FrameKind.Result).Write(bytes);
        WireException e = Assert.Throws<WireException>(() => FrameHeader.Read(bytes, maxBody: 1024));
        Assert.Contains("WM_MAX_MESSAGE_BYTES", e.Message, StringComparison.Ordinal);
    }

    private static byte[] Bytes(WireFailure failure)
    {
        var output = new ArrayBufferWriter<byte>();
        failure.Write(output);
        return output.WrittenSpan.ToArray();
    }
}
