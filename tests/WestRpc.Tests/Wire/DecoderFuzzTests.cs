using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using MessagePack;
using WestRpc.Tests.Transports;
using WestRpc.Transports.Processes;
using WestRpc.Wire;

namespace WestRpc.Tests.Wire;

/// <summary>
/// Whatever comes, each decoder reads it or refuses it with an exception of ours, soon, and without taking more memory than its length
/// allows. A failure names its seed: <c>WESTRPC_SEED</c> runs that one again, and <c>WESTRPC_LONG=1</c> runs millions.
/// </summary>
public sealed class DecoderFuzzTests
{
    private const int Limit = 1_800_000;
    private const int CasesPerSeed = 500;

    // What may be made of a byte: an item of a list takes one at least, and is a struct of 48.
    private const int MemoryPerByte = 64;

    // Exceptions, their messages and stack traces.
    private const int MemoryForBody = 64 * 1024;

    // A body that is announced gets its array at once; one that is larger than this is refused.
    private const int MaxBody = 4 << 20;
    private const int MemoryForStream = MaxBody + (256 * 1024);

    // A stack that is small for a worker, so that nesting shows.
    private const int StackSize = 512 * 1024;

    private static readonly TimeSpan LongestCase = TimeSpan.FromSeconds(60);

    private static readonly WorkerIdentity Worker = new(3, "node7", 4711);

    private static bool IsLong => Environment.GetEnvironmentVariable("WESTRPC_LONG") == "1";

    [Fact(Timeout = Limit)]
    public Task Bodies_Hostile_AreReadOrRefused() => RunAsync(cases: 90_000, longCases: 3_000_000, MemoryForBody, static random =>
    {
        var frames = new HostileFrames(random, Good);
        return () =>
        {
            Decoder decoder = Decoders[random.Next(Decoders.Length)];
            byte[] bytes = random.Next(4) == 0 ? frames.Next() : frames.Next(decoder.Good);
            return (decoder.Name, bytes, () => decoder.Read(bytes));
        };
    });

    [Fact(Timeout = Limit)]
    public Task Streams_Hostile_AreReadOrRefused() => RunAsync(cases: 10_000, longCases: 300_000, MemoryForStream, static random =>
    {
        var frames = new HostileFrames(random, Good);
        var pair = new SocketPair();
        return () =>
        {
            byte[] bytes = Stream(random, frames);
            return ("FrameReader", bytes, () => Read(pair, new FrameReader(pair.There, MaxBody), bytes));
        };
    });

    private static void Read(SocketPair pair, FrameReader reader, byte[] bytes)
    {
        pair.Here.Send(bytes);
        try
        {
            while (pair.There.Available > 0)
            {
                Assert.True(reader.Fill());
                while (reader.TryTake(out Frame frame))
                    Assert.Equal(frame.Header.Length, frame.Body.Length);
            }
        }
        finally
        {
            // Where it was refused, the rest is not for the next one.
            while (pair.There.Available > 0)
                pair.There.Receive(bytes);
        }
    }

    /// <summary>Headers and bodies, of which some lie about their length.</summary>
    private static byte[] Stream(Random random, HostileFrames frames)
    {
        var stream = new List<byte>();
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            byte[] body = frames.Next();
            byte[] header = new byte[FrameHeader.Size];
            int length = random.Next(8) switch
            {
                0 => random.Next(),
                1 => random.Next(1 << 20),
                2 => -random.Next(),
                _ => body.Length,
            };
            new FrameHeader(length, (FrameKind)random.Next(256), (byte)random.Next(), (ushort)random.Next(), (ulong)random.NextInt64(), random.NextInt64()).Write(header);
            stream.AddRange(header);
            stream.AddRange(body);
        }

        return [.. stream.Take(16 * 1024)];
    }

    private sealed record Decoder(string Name, Action<byte[]> Read, params byte[][] Good);

    private static readonly Decoder[] Decoders =
    [
        new("FrameHeader", static bytes =>
        {
            if (bytes.Length >= FrameHeader.Size)
                FrameHeader.Read(bytes, 1 << 20);
        }, TestFrames.Bytes(TestFrames.Make(7, 3))),
        new("HelloMessage", static bytes => HelloMessage.Read(bytes),
            new HelloMessage(HelloMessage.CurrentProtocol, Worker, "0123456789abcdef", new Dictionary<string, string> { ["a"] = "hash", ["b"] = "hash" }).Write().ToArray()),
        new("TextMap", static bytes => TextMap.Read(bytes), TextMap.Write([new("one", "first"), new("two", "second")]).ToArray()),
        new("WireFailure", static bytes => WireFailure.Read(bytes), Failure(new WireFailure(["Type", "Base"], "message", "trace"))),
        .. Task(new TestTasks.PropagateTask(1.5, 1_000_000), 1.5),
        .. Task(new TestTasks.EchoNumbersTask([1, 2, 3]), [1, 2, 3]),
        .. Task(new TestTasks.EchoWideTask([new Wide(1, 2, 3, 4, 5), default]), [default, new Wide(-1, 2, long.MaxValue, 4, -5.0m)]),
        .. Task(new TestTasks.EchoTableTask(new() { ["a"] = 1, ["b"] = -2 }), new() { [""] = 0 }),
        .. Task(new TestTasks.EchoJaggedTask([["a", "b"], [], ["c"]]), [[], ["ü"]]),
        .. Task(new TestTasks.EchoNodeTask(new Node(1, new Node(2, null))), new Node(1, null)),
        .. Task(new TestTasks.EchoFamilyTask(Family.Sample), Family.Sample),
        .. Task(new TestTasks.EchoParticleTask(new Particle { Name = "p", Position = [1, 2.5] }), new Particle { Name = "p", Seen = DateTime.UnixEpoch }),
        .. Task(new TestTasks.EchoEverythingTask(Everything.Sample), Everything.Sample),
    ];

    private static readonly byte[][] Good = [.. Decoders.SelectMany(static d => d.Good)];

    private static Decoder[] Task<TResult>(WorkTask<TResult> call, TResult result) =>
    [
        new($"arguments of {call.Descriptor.Name}", bytes =>
        {
            var reader = new MessagePackReader(bytes);
            call.Descriptor.Read(ref reader, WireContext.ForNextMessage());
        }, WireBytes.Write(call)),
        new($"result of {call.Descriptor.Name}", bytes =>
        {
            var reader = new MessagePackReader(bytes);
            call.ReadResult(ref reader, WireContext.ForNextMessage());
        }, WireBytes.Write((ref writer, value) => call.WriteResult(ref writer, value, WireContext.ForNextMessage()), result)),
    ];

    private static byte[] Failure(WireFailure failure)
    {
        var output = new ArrayBufferWriter<byte>();
        failure.Write(output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Runs cases on a thread of their own, <see cref="CasesPerSeed"/> for each seed, and watches that one after the other ends.
    /// </summary>
    private static async Task RunAsync(int cases, int longCases, int memory, Func<Random, Func<(string What, byte[] Bytes, Action Read)>> begin)
    {
        int? only = Environment.GetEnvironmentVariable("WESTRPC_SEED") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
        int seeds = only is null ? (IsLong ? longCases : cases) / CasesPerSeed : 1;
        int done = 0;
        int refused = 0;
        long mostPerByte = 0;
        string last = "";
        string? failure = null;
        var ended = new TaskCompletionSource();
        var watch = Stopwatch.StartNew();
        new Thread(RunAll, StackSize) { IsBackground = true }.Start();
        while (!ended.Task.IsCompleted)
        {
            int before = Volatile.Read(ref done);
            await System.Threading.Tasks.Task.WhenAny(ended.Task, System.Threading.Tasks.Task.Delay(LongestCase, TestContext.Current.CancellationToken));
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            Assert.True(ended.Task.IsCompleted || Volatile.Read(ref done) != before, $"Stuck at {last}");
        }

        Assert.True(failure is null, failure);
        Assert.InRange(refused, done / 4, done - (done / 50));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{done:N0} cases in {watch.Elapsed.TotalSeconds:0.0} s, {refused:N0} refused, {mostPerByte} bytes taken for one at most"));

        void RunAll()
        {
            try
            {
                for (int seed = only ?? 0; seed < (only ?? 0) + seeds && failure is null; seed++)
                {
                    Func<(string, byte[], Action)> next = begin(new Random(seed));
                    for (int i = 0; i < CasesPerSeed && failure is null; i++)
                        RunOne(seed, i, next());
                }
            }
            catch (Exception e)
            {
                failure ??= $"{last} gave {e}";
            }

            ended.SetResult();
        }

        void RunOne(int seed, int number, (string What, byte[] Bytes, Action Read) one)
        {
            Volatile.Write(ref last, $"{one.What}, WESTRPC_SEED={seed}, case {number}: {Convert.ToHexString(one.Bytes)}");
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                one.Read();
            }
            catch (Exception e) when (e is WireException or WorkSerializationException)
            {
                refused++;
            }

            long taken = GC.GetAllocatedBytesForCurrentThread() - before;
            if (taken > memory + ((long)MemoryPerByte * one.Bytes.Length))
                failure = $"{last} took {taken:N0} bytes for {one.Bytes.Length:N0}";
            mostPerByte = Math.Max(mostPerByte, Math.Max(0, taken - memory) / Math.Max(1, one.Bytes.Length));
            Volatile.Write(ref done, done + 1);
        }
    }
}
