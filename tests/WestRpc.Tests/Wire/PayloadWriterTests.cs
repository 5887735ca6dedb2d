using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using WestRpc.Tests.Dispatch;
using WestRpc.Wire;

namespace WestRpc.Tests.Wire;

/// <summary>Where arguments are written at submission. Each thread has its own, so each test takes a fresh thread.</summary>
public sealed class PayloadWriterTests
{
    private const int NoLimit = int.MaxValue;

    private static readonly WorkTaskDescriptor Task = FakeCall.DescriptorOf("Work");

    [Fact]
    public void Encode_SmallPayloads_ShareAChunkWithoutOverlap() => OnFreshThread(() =>
    {
        ArraySegment<byte>[] payloads = [.. Enumerable.Range(0, 20).Select(static i => Segment(Encode((byte)i, 100 + i)))];
        Assert.Single(payloads.Select(static p => p.Array).Distinct());
        for (int i = 0; i < payloads.Length; i++)
        {
            AssertFilled(payloads[i], (byte)i, 100 + i);
            if (i > 0)
                Assert.True(payloads[i].Offset >= payloads[i - 1].Offset + payloads[i - 1].Count);
        }
    });

    [Fact]
    public void Encode_MoreThanAChunk_ContinuesInAnother() => OnFreshThread(() =>
    {
        ReadOnlyMemory<byte>[] payloads = [.. Enumerable.Range(0, 300).Select(static i => Encode((byte)i, 1_000))];
        Assert.True(payloads.Select(static p => Segment(p).Array).Distinct().Count() > 1);
        for (int i = 0; i < payloads.Length; i++)
            AssertFilled(payloads[i], (byte)i, 1_000);
    });

    [Theory]
    [InlineData((32 * 1024) + 1)]
    [InlineData(64 * 1024)]
    [InlineData(5_000_000)]
    public void Encode_Large_IsWholeAndSharesWithNone(int length) => OnFreshThread(() =>
    {
        ReadOnlyMemory<byte> before = Encode(1, 10);
        ReadOnlyMemory<byte> large = Encode(2, length);
        ReadOnlyMemory<byte> after = Encode(3, 10);
        AssertFilled(before, 1, 10);
        AssertFilled(large, 2, length);
        AssertFilled(after, 3, 10);
        Assert.NotSame(Segment(large).Array, Segment(after).Array);
    });

    [Fact]
    public void Encode_LargeInManyPieces_IsWhole() => OnFreshThread(() =>
    {
        ReadOnlyMemory<byte> before = Encode(1, 10);
        ReadOnlyMemory<byte> large = PayloadWriter.Encode(
            new FakeCall(Task, static (ref writer) =>
            {
                for (int i = 0; i < 200_000; i++)
                    writer.Write(i);
            }),
            NoLimit);
        var reader = new MessagePack.MessagePackReader(large);
        for (int i = 0; i < 200_000; i++)
            Assert.Equal(i, reader.ReadInt32());
        Assert.True(reader.End);
        AssertFilled(before, 1, 10);
    });

    [Fact]
    public void Encode_Nothing_IsEmpty() => OnFreshThread(() =>
    {
        Assert.True(PayloadWriter.Encode(new FakeCall(Task), NoLimit).IsEmpty);
        AssertFilled(Encode(1, 10), 1, 10);
    });

    [Fact]
    public void Encode_OverTheLimit_IsSerializationExceptionAndTheNextIsRight() => OnFreshThread(() =>
    {
        ReadOnlyMemory<byte> before = Encode(1, 10);
        WorkSerializationException e = Assert.Throws<WorkSerializationException>(() => Encode(2, 5_000, limit: 4_096));
        Assert.Contains("WM_MAX_MESSAGE_BYTES", e.Message, StringComparison.Ordinal);
        Assert.Contains("Work", e.Message, StringComparison.Ordinal);
        AssertFilled(Encode(3, 4_000, limit: 4_096), 3, 4_000);
        AssertFilled(before, 1, 10);
    });

    [Theory]
    [InlineData(10)]
    [InlineData(100_000)]
    public void Encode_ExceptionHalfWay_TheNextIsRight(int written) => OnFreshThread(() =>
    {
        ReadOnlyMemory<byte> before = Encode(1, 10);
        var broken = new FakeCall(Task, (ref writer) =>
        {
            writer.Write(Filled(2, written));
            writer.Flush();
            throw new TimeoutException();
        });
        Assert.Throws<TimeoutException>(() => PayloadWriter.Encode(broken, NoLimit));
        AssertFilled(Encode(3, 10), 3, 10);
        AssertFilled(before, 1, 10);
    });

    [Fact]
    public void Encode_InsideAnother_BothAreRight() => OnFreshThread(() =>
    {
        // An argument that submits while it is enumerated.
        ReadOnlyMemory<byte> inner = default;
        ReadOnlyMemory<byte> outer = PayloadWriter.Encode(
            new FakeCall(Task, (ref writer) =>
            {
                writer.WriteRaw(Filled(1, 50));
                inner = Encode(2, 60);
                writer.WriteRaw(Filled(1, 50));
            }),
            NoLimit);
        Assert.Equal(Filled(2, 60), inner.ToArray());
        Assert.Equal(Filled(1, 100), outer.ToArray());
        AssertFilled(Encode(3, 10), 3, 10);
        Assert.Equal(Filled(1, 100), outer.ToArray());
    });

    private static ReadOnlyMemory<byte> Encode(byte value, int length, int limit = NoLimit) =>
        PayloadWriter.Encode(new FakeCall(Task, (ref writer) => writer.WriteRaw(Filled(value, length))), limit);

    private static byte[] Filled(byte value, int length)
    {
        byte[] bytes = new byte[length];
        bytes.AsSpan().Fill(value);
        return bytes;
    }

    private static void AssertFilled(ReadOnlyMemory<byte> payload, byte value, int length)
    {
        Assert.Equal(length, payload.Length);
        Assert.True(payload.Span.IndexOfAnyExcept(value) < 0, $"not all of the payload is {value}");
    }

    private static ArraySegment<byte> Segment(ReadOnlyMemory<byte> payload)
    {
        Assert.True(MemoryMarshal.TryGetArray(payload, out ArraySegment<byte> segment));
        return segment;
    }

    private static void OnFreshThread(Action test)
    {
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                test();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
    }
}
