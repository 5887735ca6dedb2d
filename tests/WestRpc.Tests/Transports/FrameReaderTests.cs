using WestRpc.Transports.Processes;
using WestRpc.Wire;

namespace WestRpc.Tests.Transports;

/// <summary>Frames out of a real socket, in whatever pieces they come.</summary>
public sealed class FrameReaderTests : IDisposable
{
    private const int Limit = 30_000;
    private const int MaxBody = 1 << 22;

    private readonly SocketPair pair = new();
    private readonly FrameReader reader;

    public FrameReaderTests() => reader = new FrameReader(pair.There, MaxBody);

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public Task TryTake_SplitAtEachByte_GivesTheSameFrames() => Run(() =>
    {
        Frame[] frames = [TestFrames.Make(1, 5), TestFrames.Make(2, 0), TestFrames.Make(3, 40)];
        byte[] bytes = TestFrames.Bytes(frames);
        for (int split = 1; split < bytes.Length; split++)
        {
            var taken = new List<Frame>();
            foreach (byte[] part in (byte[][])[bytes[..split], bytes[split..]])
            {
                pair.Here.Send(part);
                Assert.True(reader.Fill());
                while (reader.TryTake(out Frame frame))
                    taken.Add(frame);
            }

            TestFrames.AssertSame(frames, taken);
        }
    });

    [Fact(Timeout = Limit)]
    public Task TryTake_ByteByByte_GivesTheSameFrames() => Run(() =>
    {
        Frame[] frames = [.. Enumerable.Range(1, 30).Select(static i => TestFrames.Make((ulong)i, i))];
        var taken = new List<Frame>();
        foreach (byte b in TestFrames.Bytes(frames))
        {
            pair.Here.Send([b]);
            Assert.True(reader.Fill());
            while (reader.TryTake(out Frame frame))
                taken.Add(frame);
        }

        TestFrames.AssertSame(frames, taken);
    });

    [Theory(Timeout = Limit)]
    [InlineData((32 * 1024) - 1)]
    [InlineData(32 * 1024)]
    [InlineData((32 * 1024) + 1)]
    [InlineData((64 * 1024) - FrameHeader.Size)]
    [InlineData((64 * 1024) + 1)]
    [InlineData(3_000_000)]
    [InlineData(MaxBody)]
    public async Task TryTake_LargeBodies_AmongSmallOnes(int length)
    {
        Frame[] frames =
        [
            TestFrames.Make(1, 100), TestFrames.Make(2, length), TestFrames.Make(3, 7),
            TestFrames.Make(4, length), TestFrames.Make(5, length), TestFrames.Make(6, 0),
        ];
        await SendAndCompareAsync(frames);
    }

    [Fact(Timeout = Limit)]
    public async Task TryTake_ManySizes_KeepOrderAndContent()
    {
        var random = new Random(1);
        Frame[] frames =
        [
            .. Enumerable.Range(1, 3_000).Select(i => TestFrames.Make((ulong)i, (int)Math.Pow(2, 17 * random.NextDouble()))),
        ];
        await SendAndCompareAsync(frames);
    }

    [Theory(Timeout = Limit)]
    [InlineData(MaxBody + 1)]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    public Task TryTake_LengthOverTheLimit_IsWireExceptionAndAllocatesNothing(int length) => Run(() =>
    {
        byte[] header = new byte[FrameHeader.Size];
        new FrameHeader(length, FrameKind.Result).Write(header);
        pair.Here.Send(header);
        Assert.True(reader.Fill());
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<WireException>(() => reader.TryTake(out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    });

    [Theory(Timeout = Limit)]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(30)]
    public Task Fill_ClosedAtTheOtherEnd_IsFalse(int sent) => Run(() =>
    {
        pair.Here.Send(TestFrames.Bytes(TestFrames.Make(1, 100)).AsSpan(0, sent));
        pair.Here.Dispose();
        Assert.Empty(TestFrames.ReadAll(reader));
        Assert.False(reader.Fill());
    });

    [Fact(Timeout = Limit)]
    public Task Fill_ClosedInsideALargeBody_IsFalse() => Run(() =>
    {
        pair.Here.Send(TestFrames.Bytes(TestFrames.Make(1, 100_000)).AsSpan(0, 50_000));
        pair.Here.Dispose();
        Assert.Empty(TestFrames.ReadAll(reader));
    });

    public void Dispose() => pair.Dispose();

    private static Task Run(Action test) => Task.Run(test, TestEnd);

    private async Task SendAndCompareAsync(Frame[] frames)
    {
        byte[] bytes = TestFrames.Bytes(frames);
        Task<List<Frame>> reading = Task.Run(() => TestFrames.ReadAll(reader), TestEnd);
        await Task.Run(() => pair.Here.Send(bytes), TestEnd);
        pair.Here.Dispose();
        TestFrames.AssertSame(frames, await reading);
    }
}
