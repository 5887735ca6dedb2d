using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using WestRpc.Dispatch;
using WestRpc.Dispatch.Recording;
using WestRpc.Simulation.Replay;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Simulation.Tests;

/// <summary>What is written of a core's inputs is read as the same inputs.</summary>
public sealed class RecordTests
{
    private const string Odd = "a \"b\" \\ c\n\r\t= é 漢 \ud83d\ude00 \ud83d \0 end";

    private static readonly DispatchSettings All = new()
    {
        MaxAttempts = 2,
        Silence = 60_000_000_001,
        TaskTimeout = 10_000_000_000_000,
        Grace = 5_000_000_000,
        MaxTasksPerWorker = 1_000,
        MaxWorkerMemory = 1L << 40,
        Offers = [ResourceSet.None, new ResourceSet([new("gpu", 2), new(Odd, 1)])],
    };

    private readonly MemoryStream record = new();

    private string Text => Encoding.ASCII.GetString(record.ToArray());

    [Fact]
    public void Record_AllThatCanBeTold_IsReplayedIdentically()
    {
        var run = new RecordedRun(record, All);
        WorkerSession thread = run.Join(0, sharesMemory: true);
        WorkerSession process = run.Join(1, sharesMemory: false);
        SimItem plain = run.Submit(null);
        run.Submit(new WorkOptions { Label = Odd, Priority = -3, MaxAttempts = 1, TimeLimit = TimeSpan.MaxValue, KillAfterCancel = TimeSpan.Zero });
        run.Submit(new WorkOptions
        {
            Resources = new Dictionary<string, int> { ["gpu"] = 1, [Odd] = 1 },
            TimeLimit = TimeSpan.FromTicks(1),
            Retry = new RetryPolicy(typeof(IOException), typeof(TimeoutException)) { MaxRetries = 7, Delay = TimeSpan.FromTicks(3), MaxDelay = TimeSpan.MaxValue },
        });
        run.Submit(new WorkOptions { Resources = new Dictionary<string, int> { [Odd] = 2 } });
        run.Cancel(RecordedRun.Make(null));
        run.Fail(process, new FileNotFoundException("private"), chance: 0.1234567890123456789);
        run.Fail(thread, new TimeoutException("private"), chance: 1);
        run.Pass(2_000_000_000);
        run.Hear(process, FrameKind.Failure, body: [1, 2, 3]);
        run.Hear(process, FrameKind.Heartbeat, nanoseconds: 1L << 41);
        run.Hear(thread, FrameKind.Result, body: new byte[100_000]);
        run.Cancel(plain);
        run.Tell(new DispatchEvent(DispatchEventKind.Closed, Session: process, Object: new WorkerEnd(Odd, 3, 9, "private")));
        run.Tell(new DispatchEvent(DispatchEventKind.Drain));
        run.Tell(new DispatchEvent(DispatchEventKind.Stop, Object: new Outcome(OutcomeKind.NoWorkers, Object: new InvalidOperationException(Odd))));
        run.Cancel(plain);
        run.Submit(null);
        run.End();

        ReplayResult result = LogReplay.Run(new MemoryStream(record.ToArray()));

        Assert.Null(result.Difference);
        Assert.Null(result.Gap);
        Assert.Equal(0, result.Unfinished);
        Assert.DoesNotContain("private", Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", Text, StringComparison.Ordinal);
        Assert.Contains(" Cancel done\n", Text, StringComparison.Ordinal);
        Assert.Contains("> Drained\n", Text, StringComparison.Ordinal);
        Assert.Equal(Odd, RecordLine.Read(Text.Split('\n').First(static l => l.Contains("label=", StringComparison.Ordinal))).Unquoted("label"));
    }

    [Fact]
    public void Settings_Written_AreReadAsTheSame()
    {
        new RecordedRun(record, All).End();
        DispatchSettings read = RecordedInputs.Settings(RecordLine.Read(Text.Split('\n')[1]));
        Assert.Equal(All.Offers!, read.Offers!);
        Assert.Equal(All with { Offers = null }, read with { Offers = null });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    public void Record_CutAnywhere_IsReplayedUpToThere(int bytes)
    {
        var run = new RecordedRun(record, All);
        run.Join(0, sharesMemory: false);
        run.Submit(null);
        run.End();
        byte[] whole = record.ToArray();

        ReplayResult result = LogReplay.Run(new MemoryStream(whole[..^(bytes + "End\n".Length)]));

        Assert.Null(result.Difference);
        Assert.Contains("no end", result.Gap, StringComparison.Ordinal);
        Assert.Equal(bytes > 0, result.Gap!.Contains("in part", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_DiskFull_WarnsOnceMarksTheEndAndTheRunGoesOn()
    {
        var logger = new CountingLogger();
        var run = new RecordedRun(new FullDisk(record, 5_000), All, logger);
        for (int i = 0; i < 1_000; i++)
        {
            run.Submit(null);
            run.Pass(2_000_000_000);
        }

        run.Tell(new DispatchEvent(DispatchEventKind.Stop, Object: new Outcome(OutcomeKind.Stopped)));
        run.End();

        Assert.Equal(1_000, run.Completed);
        Assert.Equal(1, logger.Count);
        Assert.EndsWith("\nCut \"no room\"\n", Text, StringComparison.Ordinal);
        ReplayResult result = LogReplay.Run(new MemoryStream(record.ToArray()));
        Assert.Null(result.Difference);
        Assert.Contains("could be recorded: \"no room\"", result.Gap, StringComparison.Ordinal);
    }

    /// <summary>A core and a recorder, driven as the dispatcher does.</summary>
    private sealed class RecordedRun : IDispatchEffects
    {
        private readonly DispatchRecorder recorder;
        private readonly DispatchCore core;
        private long now = 123_456_789_012_345;

        public RecordedRun(Stream stream, DispatchSettings settings, ILogger? logger = null)
        {
            recorder = new DispatchRecorder(new RecordFile(stream, "the record", logger ?? NullLogger.Instance), this, settings, now);
            core = new DispatchCore(recorder, settings);
        }

        public int Completed { get; private set; }

        public void Tell(params ReadOnlySpan<DispatchEvent> events)
        {
            recorder.Advance(++now);
            core.Advance(now);
            foreach (DispatchEvent e in events)
            {
                recorder.Handle(e);
                core.Handle(e);
            }

            recorder.Arm();
            recorder.Wake(core.Arm());
        }

        public void Pass(long nanoseconds)
        {
            now += nanoseconds;
            Tell();
        }

        public WorkerSession Join(int index, bool sharesMemory)
        {
            var session = new WorkerSession(new RecordedChannel(
                new WorkerIdentity(index, Odd, 1_000 + index), sharesMemory, index == 0 ? ResourceSet.None : All.Offers![1]));
            Tell(
                new DispatchEvent(DispatchEventKind.Joined, Session: session),
                new DispatchEvent(DispatchEventKind.Reply, Session: session, Frame: new Frame(FrameKind.Welcome)),
                new DispatchEvent(DispatchEventKind.Ready, Session: session));
            return session;
        }

        public static SimItem Make(WorkOptions? options) => new(new TaskSpec(0, 0, options!), sharesMemory: false);

        public SimItem Submit(WorkOptions? options)
        {
            SimItem item = Make(options);
            Tell(new DispatchEvent(DispatchEventKind.Submit, item));
            return item;
        }

        public void Cancel(WorkItem item) => Tell(new DispatchEvent(DispatchEventKind.Cancel, item));

        public void Fail(WorkerSession session, Exception exception, double chance)
        {
            bool shares = session.Channel.SharesMemory;
            var body = new System.Buffers.ArrayBufferWriter<byte>();
            WireFailure.From(exception).Write(body);
            Tell(new DispatchEvent(
                DispatchEventKind.Frame, Session: session, Chance: chance, Frame: new Frame(
                    new FrameHeader(0, FrameKind.Failure, Lease: LeaseOf(session)), shares ? default : body.WrittenMemory, shares ? exception : null)));
        }

        public void Hear(WorkerSession session, FrameKind kind, long nanoseconds = 5, byte[]? body = null) => Tell(new DispatchEvent(
            DispatchEventKind.Frame, Session: session,
            Frame: new Frame(new FrameHeader(0, kind, Lease: LeaseOf(session), Nanoseconds: nanoseconds), body)));

        public void End() => recorder.Dispose();

        void IDispatchEffects.Send(WorkerSession session, in Frame frame)
        {
        }

        void IDispatchEffects.Complete(WorkItem item, in Outcome outcome) => Completed++;

        void IDispatchEffects.Kill(WorkerSession session, string reason)
        {
        }

        void IDispatchEffects.SaySlow(WorkItem item, WorkerSession session, long nanoseconds)
        {
        }

        void IDispatchEffects.SayUnmeetable(WorkItem item)
        {
        }

        void IDispatchEffects.Drained()
        {
        }

        private ulong LeaseOf(WorkerSession session) =>
            session.Leases.First is { } item ? CoreAccess.Leases(core).NumberOf(item) : ulong.MaxValue;
    }

    /// <summary>Takes so many bytes, and of the write that goes over them what fits.</summary>
    private sealed class FullDisk(MemoryStream inner, int room) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => inner.Position = value;
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            int fits = (int)Math.Min(buffer.Length, room - inner.Length);
            inner.Write(buffer[..fits]);
            if (fits < buffer.Length)
                throw new IOException("no room");
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void SetLength(long value) => inner.SetLength(value);

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    }

    private sealed class CountingLogger : ILogger
    {
        public int Count { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Count++;
    }
}
