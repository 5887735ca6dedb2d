using WestRpc.Transports.Processes;
using WestRpc.Wire;

namespace WestRpc.Tests.Transports;

/// <summary>Frames into a real socket whose other end may not be reading.</summary>
public sealed class FrameSenderTests : IDisposable
{
    private const int Limit = 60_000;

    private readonly SocketPair pair = new();
    private readonly FrameSender sender;
    private readonly FrameReader reader;

    public FrameSenderTests()
    {
        sender = new FrameSender(pair.Here, "test writer");
        reader = new FrameReader(pair.There, 1 << 24);
    }

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public Task Flush_SmallFrames_ArriveInOrder() => Run(() =>
    {
        Frame[] frames = [.. Enumerable.Range(1, 50).Select(static i => TestFrames.Make((ulong)i, i))];
        foreach (Frame frame in frames)
            sender.Send(frame);
        sender.Flush();
        sender.Flush();
        TestFrames.AssertSame(frames, TestFrames.ReadAll(reader, frames.Length));
    });

    [Fact(Timeout = Limit)]
    public Task Send_WithoutFlush_SendsNothing() => Run(() =>
    {
        sender.Send(TestFrames.Make(1, 10));
        Assert.Equal(0, pair.There.Available);
    });

    [Fact(Timeout = Limit)]
    public Task Flush_NobodyReads_ReturnsAndAllArrivesOnceSomebodyDoes() => Run(() =>
    {
        // Much more than a socket takes, in sizes on both sides of what is copied. Nobody reads until all is handed over.
        Frame[] frames = [.. Enumerable.Range(1, 2_000).Select(static i => TestFrames.Make((ulong)i, i % 10 == 0 ? 100_000 : 17 * (i % 1_000)))];
        for (int i = 0; i < frames.Length; i++)
        {
            sender.Send(frames[i]);
            if (i % 7 == 0)
                sender.Flush();
        }

        sender.Flush();
        TestFrames.AssertSame(frames, TestFrames.ReadAll(reader, frames.Length));

        // Drained, it sends by itself again.
        Frame last = TestFrames.Make(9_999, 20);
        sender.Send(last);
        sender.Flush();
        TestFrames.AssertSame([last], TestFrames.ReadAll(reader, 1));
    });

    [Fact(Timeout = Limit)]
    public async Task Flush_ReaderSometimesBehind_KeepsOrderAndContent()
    {
        var random = new Random(2);
        Frame[] frames =
        [
            .. Enumerable.Range(1, 5_000).Select(i => TestFrames.Make((ulong)i, (int)Math.Pow(2, 16 * random.NextDouble()))),
        ];
        Task<List<Frame>> reading = Task.Run(() => TestFrames.ReadAll(reader, frames.Length), TestEnd);
        await Run(() =>
        {
            foreach (Frame frame in frames)
            {
                sender.Send(frame);
                if (random.Next(4) == 0)
                    sender.Flush();
            }

            sender.Flush();
        });
        TestFrames.AssertSame(frames, await reading);
    }

    [Fact(Timeout = Limit)]
    public Task Flush_OtherEndGone_DropsWhatIsLeft() => Run(() =>
    {
        pair.There.Dispose();
        for (int i = 1; i < 20; i++)
        {
            sender.Send(TestFrames.Make((ulong)i, 50_000));
            sender.Flush();
        }

        sender.Close();
    });

    [Fact(Timeout = Limit)]
    public Task Close_WriterWaitsForAReaderThatGoes_Ends() => Run(() =>
    {
        for (int i = 1; i < 100; i++)
            sender.Send(TestFrames.Make((ulong)i, 100_000));
        sender.Flush();
        pair.There.Dispose();
        sender.Close();
        sender.Send(TestFrames.Make(100, 10));
        sender.Flush();
    });

    public void Dispose() => pair.Dispose();

    private static Task Run(Action test) => Task.Run(test, TestEnd);
}
