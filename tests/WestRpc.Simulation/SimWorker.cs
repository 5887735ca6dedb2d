using System.Buffers;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Simulation;

/// <summary>
/// A worker as <see cref="WorkerHost"/> is one, without its threads: the shipped <see cref="AssignedCalls"/>, calls that
/// only take time, and all the ways to fail.
/// </summary>
internal sealed class SimWorker(Simulation simulation, SimChannel channel)
{
    private readonly AssignedCalls calls = new();
    private readonly SimRandom random = new((ulong)simulation.Scenario.Seed, 3, channel.Number);
    private readonly Queue<Action> held = [];
    private readonly HashSet<ulong> forbidden = [];
    private Run? running;
    private bool stopping;
    private bool leaves;
    private bool staysOn;
    private bool hangs;
    private bool standsStill;
    private long slowness = 1;
    private long memory = 10;
    private int begun;

    public bool IsAlive { get; private set; } = true;

    /// <summary>Does something now, or, where the worker stands still, when it goes on.</summary>
    public void Do(Action action)
    {
        if (!IsAlive)
            return;
        if (standsStill)
            held.Enqueue(action);
        else
            action();
    }

    /// <summary>Says who it is, or what a worker should not say.</summary>
    public void Greet()
    {
        HelloMessage hello = HelloMessage.Of(channel.Worker, SimCall.Tasks);
        switch (channel.Fate)
        {
            case StartFate.CrashesConnected:
                Die("exit code 7");
                return;
            case StartFate.NeverGreets:
                return;
            case StartFate.OtherProtocol:
                hello = hello with { Protocol = HelloMessage.CurrentProtocol + 1 };
                break;
            case StartFate.OtherBuild:
                hello = hello with { Build = "another" };
                break;
            case StartFate.OtherContract:
                hello = hello with { ContractHashes = Other(hello.ContractHashes) };
                break;
            case StartFate.OtherBuildAndContract:
                hello = hello with { Build = "another", ContractHashes = Other(hello.ContractHashes) };
                break;
            case StartFate.Garbled:
                channel.Reply(new Frame(FrameKind.Hello, new byte[] { 0xC1, 0, 0 }));
                return;
            case StartFate.WorksFirst:
                MeddleIn();
                break;
            default:
                break;
        }

        channel.Reply(new Frame(FrameKind.Hello, hello.Write()));
    }

    /// <summary>Sends what is not for a master, together with what it sent last.</summary>
    public void SayNonsense() => Do(() =>
    {
        channel.Reply(new Frame(FrameKind.Assign));
        channel.Coalesce();
    });

    public void Serve()
    {
        if (!channel.SharesMemory)
            Beat();
    }

    public void Receive(Frame frame)
    {
        ulong lease = frame.Header.Lease;
        switch (frame.Kind)
        {
            case FrameKind.Welcome:
                Serve();
                break;
            case FrameKind.ContractQuery:
                channel.Reply(new Frame(FrameKind.ContractTexts, TextMap.Write([.. TextMap.Read(frame.Body).Keys.Select(static n => KeyValuePair.Create(n, "another"))])));
                break;
            case FrameKind.Refuse:
                Resign();
                return;
            case FrameKind.Assign:
                calls.Add(frame);
                break;
            case FrameKind.Cancel when running?.Lease == lease:
                Heed(running);
                break;
            case FrameKind.Cancel:
                if (calls.Remove(lease))
                {
                    forbidden.Add(lease);
                    channel.Reply(Answer(FrameKind.Canceled, lease));
                }

                break;
            case FrameKind.Recall:
                bool removed = calls.Remove(lease);
                if (removed)
                    forbidden.Add(lease);
                channel.Reply(Answer(removed ? FrameKind.Recalled : FrameKind.Kept, lease));
                break;
            case FrameKind.Stop:
                stopping = !staysOn;
                if (stopping && running is not null)
                    Heed(running);
                break;
            default:
                break;
        }

        Next();
    }

    public void StandStill(long time)
    {
        if (!IsAlive)
            return;
        standsStill = true;
        hangs |= time == Duration.Forever;
        if (!hangs)
            simulation.Clock.After(time, GoOn);
    }

    private void GoOn()
    {
        standsStill = hangs;
        while (!standsStill && held.TryDequeue(out Action? action))
            Do(action);
    }

    public void Slow(long factor) => slowness = factor;

    public void StayOn() => staysOn = true;

    public void Bloat() => memory = 1_000_000;

    /// <summary>Ends when its call has ended.</summary>
    public void Leave() => Do(() =>
    {
        leaves = true;
        Next();
    });

    public void Die(string reason, bool losesSome = true)
    {
        if (!IsAlive)
            return;
        IsAlive = false;
        if (running is { HasBegun: true })
            simulation.Oracle.OnRunEnded(running.Task, channel);
        channel.Close(reason, losesSome);
    }

    /// <summary>It was refused: it ends, or, if it is stubborn, says something first.</summary>
    private void Resign()
    {
        if (random.OneIn(2))
            MeddleIn();
        else
            Die("exit code 2", losesSome: false);
    }

    /// <summary>Answers for a call that is another's.</summary>
    private void MeddleIn() => channel.Reply(Answer(
        random.Of(FrameKind.Result, FrameKind.Failure, FrameKind.Recalled, FrameKind.Heartbeat), simulation.Oracle.AnyLease((int)(random.Next() >> 33))));

    private static Dictionary<string, string> Other(IReadOnlyDictionary<string, string> hashes) =>
        new(hashes, StringComparer.Ordinal) { [SimCall.Tasks[1].Name] = "another" };

    private void Beat() => Do(() =>
    {
        channel.Reply(new Frame(new FrameHeader(0, FrameKind.Heartbeat, Nanoseconds: memory), default));
        simulation.Clock.After(simulation.Scenario.Heartbeat, Beat);
    });

    private void Next()
    {
        if (!IsAlive || running is not null)
            return;
        if (leaves)
        {
            Die("exit code 0", losesSome: false);
            return;
        }

        if (!calls.TryTake(out Frame call))
        {
            Checks.Check(calls.Count == 0, $"{channel} has nothing to take, and counts {calls.Count}");
            if (stopping)
                Die("exit code 0", losesSome: false);
            return;
        }

        TaskSpec task = (call.Object as SimCall)?.Spec ?? simulation.Spec(BitConverter.ToInt32(call.Body.Span));
        running = new Run(task, call.Header, canceled: stopping);
        Run run = running;
        After(random.Between(0, simulation.Scenario.Decoding), () => Begin(run));
    }

    private void Begin(Run run)
    {
        if (run.IsCanceled)
        {
            End(run, FrameKind.Canceled, 0);
            return;
        }

        if (forbidden.Contains(run.Lease))
            throw new SimulationException($"{channel} begins t{run.Task.Id}, though it said that it never will");
        if (run.Header.Nanoseconds == FrameHeader.ReportBegin)
            channel.Reply(Answer(FrameKind.Begun, run.Lease));
        run.HasBegun = true;
        simulation.Oracle.OnRunBegan(run.Task, channel, ++begun);
        TaskSpec task = run.Task;
        long time = task.Behaviour == TaskBehaviour.Loops ? Duration.Forever : (task.Duration * slowness) + 1;
        After(time, () =>
        {
            switch (task.Behaviour)
            {
                case TaskBehaviour.Poison:
                    Die("exit code 3");
                    break;
                case TaskBehaviour.Throws when simulation.Oracle.TimesRun(task) <= task.Throws:
                    End(run, FrameKind.Failure, time, new TimeoutException());
                    break;
                case TaskBehaviour.ThrowsOther:
                    End(run, FrameKind.Failure, time, new InvalidOperationException());
                    break;
                default:
                    End(run, FrameKind.Result, time);
                    break;
            }
        });
    }

    private void Heed(Run run)
    {
        run.IsCanceled = true;
        if (run.HasBegun && run.Task.Heeds < Duration.Forever)
            After(run.Task.Heeds, () => End(run, FrameKind.Canceled, run.Task.Heeds));
    }

    private void End(Run run, FrameKind kind, long busy, Exception? exception = null)
    {
        if (running != run)
            return;
        running = null;
        if (run.HasBegun)
            simulation.Oracle.OnRunEnded(run.Task, channel);
        var report = new AttemptReport(run.Task.Id, run.Lease);
        object? shared = !channel.SharesMemory ? null : kind == FrameKind.Result ? report : exception;
        byte[] body = channel.SharesMemory ? [] : kind == FrameKind.Result ? report.Write() : exception is null ? [] : Describe(exception);
        channel.Reply(new Frame(new FrameHeader(body.Length, kind, Lease: run.Lease, Nanoseconds: busy), body, shared));
        Next();
    }

    private void After(long delay, Action action) => simulation.Clock.After(delay, () => Do(action));

    private static byte[] Describe(Exception exception)
    {
        var buffer = new ArrayBufferWriter<byte>();
        WireFailure.From(exception).Write(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static Frame Answer(FrameKind kind, ulong lease) => new(new FrameHeader(0, kind, Lease: lease), default);

    private sealed class Run(TaskSpec task, FrameHeader header, bool canceled)
    {
        public TaskSpec Task { get; } = task;

        public FrameHeader Header { get; } = header;

        public ulong Lease => Header.Lease;

        public bool IsCanceled { get; set; } = canceled;

        public bool HasBegun { get; set; }
    }
}
