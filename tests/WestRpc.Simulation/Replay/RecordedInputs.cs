using System.Buffers;
using WestRpc.Dispatch;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Simulation.Replay;

/// <summary>Makes of a record's lines what the core was told: the same tasks, submissions and workers under the same numbers.</summary>
internal sealed class RecordedInputs
{
    private static readonly RecordedCall Forgotten = new(RecordedCall.Describe("forgotten", "forgotten"));

    private readonly Dictionary<long, WorkTaskDescriptor> tasks = [];
    private readonly Dictionary<long, RecordedItem> items = [];
    private readonly Dictionary<long, WorkerSession> workers = [];

    // All bodies are this one: the core looks at their lengths alone.
    private byte[] bytes = [];

    public static DispatchSettings Settings(RecordLine line) => new()
    {
        MaxAttempts = (int)line.Number("attempts"),
        Silence = line.Number("silence", 0),
        TaskTimeout = line.Number("task-timeout", 0),
        Grace = line.Number("grace", 0),
        MaxTasksPerWorker = line.Number("max-tasks", 0),
        MaxWorkerMemory = line.Number("max-memory", 0),
        WaitForResources = line.Number("wait-for-resources", 0) == 1,
        Offers = line.Has("offer") ? [.. line.AllResources("offer")] : null,
    };

    public DispatchEvent Event(RecordLine line)
    {
        DispatchEventKind kind = line.Kind<DispatchEventKind>(1);
        switch (kind)
        {
            case DispatchEventKind.Submit:
                RecordedItem item = Item(line);
                item.IsSubmitted = true;
                return new DispatchEvent(kind, item);
            case DispatchEventKind.Cancel when line.Word(2) == "done":
                return new DispatchEvent(kind, new RecordedItem(0, Forgotten, null) { State = WorkItemState.Done });
            case DispatchEventKind.Cancel:
                return new DispatchEvent(kind, Item(line));
            case DispatchEventKind.Reply or DispatchEventKind.Frame:
                return new DispatchEvent(
                    kind, Session: Worker(line), Frame: Frame(line), Chance: line.Has("chance") ? line.Fraction("chance") : 0);
            case DispatchEventKind.Closed:
                return new DispatchEvent(kind, Session: Worker(line), Object: new WorkerEnd(
                    line.Unquoted("reason"), Optional(line, "exit-code"), Optional(line, "signal"),
                    IsInOrder: line.Has("in-order")));
            case DispatchEventKind.Joined or DispatchEventKind.Ready or DispatchEventKind.Leave:
                return new DispatchEvent(kind, Session: Worker(line));
            case DispatchEventKind.Stop:
                return new DispatchEvent(kind, Object: new Outcome(
                    line.Kind<OutcomeKind>(2), Object: line.Has("reason") ? new InvalidOperationException(line.Unquoted("reason")) : null));
            default:
                return new DispatchEvent(kind);
        }
    }

    /// <summary>It is done: its number does not come again.</summary>
    public void Forget(RecordedItem item) => items.Remove(item.Number);

    private static int? Optional(RecordLine line, string name) => line.Has(name) ? (int)line.Number(name) : null;

    private RecordedItem Item(RecordLine line)
    {
        long number = line.NumberAt(2, '#');
        if (items.TryGetValue(number, out RecordedItem? known))
            return known;
        long task = line.Number("task");
        if (!tasks.TryGetValue(task, out WorkTaskDescriptor? descriptor))
            tasks.Add(task, descriptor = RecordedCall.Describe(line.Unquoted("name"), line.Unquoted("contract")));
        var item = new RecordedItem(number, new RecordedCall(descriptor), Options(line)) { Body = Body(line) };
        items.Add(number, item);
        return item;
    }

    private static WorkOptions? Options(RecordLine line)
    {
        var options = new WorkOptions
        {
            Label = line.Has("label") ? line.Unquoted("label") : null,
            MaxAttempts = Optional(line, "attempts"),
            Priority = Optional(line, "priority"),
            TimeLimit = Time(line, "limit"),
            KillAfterCancel = Time(line, "cancel-grace"),
            Resources = line.AllResources("needs").FirstOrDefault() is { } needs
                ? needs.Amounts.ToArray().ToDictionary(static a => a.Key, static a => a.Value)
                : null,
            Retry = !line.Has("retries") ? null : RetryPolicy.OfNames(line.AllUnquoted("on")) with
            {
                MaxRetries = (int)line.Number("retries"),
                Delay = TimeSpan.FromTicks(line.Number("delay")),
                MaxDelay = TimeSpan.FromTicks(line.Number("most-delay")),
            },
        };
        return options == new WorkOptions() ? null : options;
    }

    private static TimeSpan? Time(RecordLine line, string name) => line.Has(name) ? TimeSpan.FromTicks(line.Number(name) / 100) : null;

    private WorkerSession Worker(RecordLine line)
    {
        long number = line.NumberAt(2, 'w');
        if (workers.TryGetValue(number, out WorkerSession? known))
            return known;
        var worker = new WorkerIdentity((int)line.Number("index"), line.Unquoted("host"), (int)line.Number("pid"));
        var session = new WorkerSession(new RecordedChannel(
            worker, line.Has("shares-memory"), line.AllResources("offer").FirstOrDefault() ?? ResourceSet.None));
        workers.Add(number, session);
        return session;
    }

    private Frame Frame(RecordLine line)
    {
        FrameKind kind = FrameKindOf(line);
        ReadOnlyMemory<byte> body = kind == FrameKind.Failure ? Failure(line) : Body(line);
        return new Frame(
            new FrameHeader(
                body.Length, kind, (byte)line.Number("attempt", 0), (ushort)line.Number("task", 0), line.Lease(), line.Number("ns", 0)),
            body);
    }

    /// <summary>Behind the worker, who brings words of its own the first time.</summary>
    private static FrameKind FrameKindOf(RecordLine line)
    {
        for (int i = 3; line.Word(i) is { Length: > 0 } word; i++)
        {
            if (!word.Contains('=', StringComparison.Ordinal))
                return line.Kind<FrameKind>(i);
        }

        throw line.Bad("it does not say which frame");
    }

    private static byte[] Failure(RecordLine line)
    {
        string[] types = [.. line.AllUnquoted("type")];
        if (types.Length == 0)
            return []; // A report that could not be read.
        var body = new ArrayBufferWriter<byte>();
        new WireFailure(types, "", "").Write(body);
        return body.WrittenSpan.ToArray();
    }

    private ReadOnlyMemory<byte> Body(RecordLine line)
    {
        int length = (int)line.Number("bytes", 0);
        if (length > bytes.Length)
            bytes = new byte[length];
        return bytes.AsMemory(0, length);
    }
}
