using System.Globalization;
using Microsoft.Extensions.Logging;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Dispatch.Recording;

/// <summary>
/// Writes down all that enters a core and all that comes out of it: all that the core reads, so that the same can be put into
/// another core, and must come out of it (tests/WestRpc.Simulation, <c>replay-log</c>). Called by the thread that works on the
/// core, before it tells the core; the effects pass through here.
/// </summary>
internal sealed class DispatchRecorder : IDispatchEffects, IDisposable
{
    private const int MostUnwritten = 48 << 10;
    private const long LongestUnwritten = 1_000_000_000;

    private static readonly string[] Events = Enum.GetNames<DispatchEventKind>();
    private static readonly string[] Outcomes = Enum.GetNames<OutcomeKind>();
    private static readonly string[] Frames = [.. Enumerable.Range(0, 256).Select(static k => ((FrameKind)k).ToString())];

    // Held for a batch, which the end does not come into.
    private readonly Lock gate = new();
    private readonly RecordFile file;
    private readonly IDispatchEffects effects;
    private readonly long start;
    private readonly RecordText text = new();
    private readonly RecordText time = new();
    private readonly Dictionary<WorkItem, long> items = [];
    private readonly Dictionary<WorkTaskDescriptor, int> tasks = [];
    private long lastItem;
    private int lastWorker;
    private long now;
    private long writtenAt;
    private bool stopping;

    /// <summary>Begins a record.</summary>
    /// <param name="file">Where to; disposed with this.</param>
    /// <param name="effects">Whoever does what the core wants done.</param>
    /// <param name="settings">What the core is told.</param>
    /// <param name="start">A time by the core's clock; the times in the record are counted from it.</param>
    public DispatchRecorder(RecordFile file, IDispatchEffects effects, DispatchSettings settings, long start)
    {
        this.file = file;
        this.effects = effects;
        this.start = now = writtenAt = start;
        text.Name(RecordWords.Title).Text("\n"u8);
        Write(settings);
        Flush();
    }

    /// <summary>A recorder of a real run; null where none is wanted.</summary>
    /// <exception cref="WorkConfigurationException">The file can't be made.</exception>
    public static DispatchRecorder? Of(WorkManagerOptions options, IDispatchEffects effects, DispatchSettings settings, ILogger logger) =>
        options.DispatchLog is { } path
            ? new DispatchRecorder(RecordFile.Create(path, logger), effects, settings, MonotonicClock.Now)
            : null;

    /// <summary>A batch begins.</summary>
    public void Advance(long to)
    {
        gate.Enter();
        now = to;
        if (file.HasEnded)
            return;
        time.Clear();
        time.Seconds(to - start).Text(" "u8);
        Line().Name(RecordWords.Advance).Text("\n"u8);
    }

    public void Handle(in DispatchEvent e)
    {
        if (file.HasEnded)
            return;
        Line().Name(Events[(int)e.Kind]);
        if (e.Session is not null)
            Write(e.Session);
        switch (e.Kind)
        {
            case DispatchEventKind.Submit:
                Write(e.Item!);
                break;
            case DispatchEventKind.Cancel:
                if (e.Item!.State == WorkItemState.Done)
                    text.Text(" done"u8); // Its number is forgotten, and so is it.
                else
                    Write(e.Item);
                break;
            case DispatchEventKind.Reply:
                Write(e.Frame);
                break;
            case DispatchEventKind.Frame:
                Write(e.Frame);
                WriteFailure(e);
                break;
            case DispatchEventKind.Closed:
                Write((WorkerEnd)e.Object!);
                break;
            case DispatchEventKind.Stop:
                stopping = true;
                var outcome = (Outcome)e.Object!;
                text.Text(" "u8).Name(Outcomes[(int)outcome.Kind]);
                if (outcome.Object is Exception reason)
                    text.Text(" reason="u8).Quoted(reason.Message);
                break;
            default:
                break;
        }

        text.Text("\n"u8);
    }

    /// <summary>The batch's events are told; what is due comes next.</summary>
    public void Arm()
    {
        if (!file.HasEnded)
            Line().Name(RecordWords.Arm).Text("\n"u8);
    }

    /// <summary>The batch is over.</summary>
    /// <param name="wake">When the core wants to be woken.</param>
    public void Wake(long wake)
    {
        if (!file.HasEnded)
        {
            Effect("Wake");
            if (wake == long.MaxValue)
                text.Text(" never\n"u8);
            else
                text.Text(" "u8).Seconds(wake - start).Text("\n"u8);

            // Nothing is kept back for long: the core is woken each second while there are workers, and else says that it is not.
            if (stopping || now - writtenAt >= LongestUnwritten || wake - now > LongestUnwritten || text.Length >= MostUnwritten)
                Flush();
        }

        gate.Exit();
    }

    /// <summary>Puts all on file; for a core that has failed, too.</summary>
    public void Flush()
    {
        writtenAt = now;
        file.Write(text.Written);
        text.Clear();
        if (file.HasEnded)
            items.Clear();
    }

    /// <summary>Ends the record; what happens later is not in it.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (file.HasEnded)
                return;
            text.Name(RecordWords.End).Text("\n"u8);
            Flush();
            file.Dispose();
        }
    }

    void IDispatchEffects.Send(WorkerSession session, in Frame frame)
    {
        if (!file.HasEnded)
        {
            Effect("Send");
            Write(session);
            Write(frame);
            if (frame.Kind == FrameKind.Assign)
                WriteNumber(session.Leases.Last!);
            text.Text("\n"u8);
        }

        effects.Send(session, frame);
    }

    void IDispatchEffects.Complete(WorkItem item, in Outcome outcome)
    {
        if (!file.HasEnded)
        {
            Effect("Complete");
            WriteNumber(item);
            Write(outcome);
            text.Optional(" losses="u8, item.Losses?.Count ?? 0).Text("\n"u8);
            items.Remove(item);
        }

        effects.Complete(item, outcome);
    }

    void IDispatchEffects.Kill(WorkerSession session, string reason)
    {
        if (!file.HasEnded)
        {
            Effect("Kill");
            Write(session);
            text.Text(" reason="u8).Quoted(reason).Text("\n"u8);
        }

        effects.Kill(session, reason);
    }

    void IDispatchEffects.SaySlow(WorkItem item, WorkerSession session, long nanoseconds)
    {
        if (!file.HasEnded)
        {
            Effect("SaySlow");
            WriteNumber(item);
            Write(session);
            text.Text(" ns="u8).Number(nanoseconds).Text("\n"u8);
        }

        effects.SaySlow(item, session, nanoseconds);
    }

    void IDispatchEffects.SayUnmeetable(WorkItem item)
    {
        if (!file.HasEnded)
        {
            Effect("SayUnmeetable");
            WriteNumber(item);
            text.Text("\n"u8);
        }

        effects.SayUnmeetable(item);
    }

    void IDispatchEffects.Drained()
    {
        if (!file.HasEnded)
        {
            Effect("Drained");
            text.Text("\n"u8);
        }

        effects.Drained();
    }

    private RecordText Line() => text.Text(time.Written);

    private void Effect(string name) => Line().Name(RecordWords.Effect).Text(" "u8).Name(name);

    private void WriteNumber(WorkItem item) => text.Text(" #"u8).Number(NumberOf(item, out _));

    /// <summary>Its number; the first time also what the core will read of it.</summary>
    private void Write(WorkItem item)
    {
        text.Text(" #"u8).Number(NumberOf(item, out bool isNew));
        if (!isNew)
            return;
        WorkTaskDescriptor task = item.Call.Descriptor;
        bool isNewTask = !tasks.TryGetValue(task, out int number);
        if (isNewTask)
            tasks.Add(task, number = tasks.Count);
        text.Text(" task="u8).Number(number).Text(" name="u8).Quoted(task.Name);
        if (isNewTask)
            text.Text(" contract="u8).Quoted(task.ContractHash);
        text.Optional(" bytes="u8, item.Body.Length);
        if (item.Label is { } label)
            text.Text(" label="u8).Quoted(label);
        if (item.Policy is var policy && !ReferenceEquals(policy, TaskPolicy.Default))
            Write(policy);
    }

    private long NumberOf(WorkItem item, out bool isNew)
    {
        isNew = !items.TryGetValue(item, out long number);
        if (isNew)
            items.Add(item, number = ++lastItem);
        return number;
    }

    private void Write(TaskPolicy policy)
    {
        text.Optional(" attempts="u8, policy.MaxAttempts ?? 0).Optional(" priority="u8, policy.Priority)
            .Optional(" limit="u8, policy.TimeLimit).Optional(" cancel-grace="u8, policy.CancelGrace);
        if (!policy.Needs.IsEmpty)
            Write(" needs="u8, policy.Needs);
        if (policy.Retry is not { } retry)
            return;
        text.Text(" retries="u8).Number(retry.MaxRetries).Text(" delay="u8).Number(retry.Delay.Ticks)
            .Text(" most-delay="u8).Number(retry.MaxDelay.Ticks);
        foreach (string name in retry.Names)
            text.Text(" on="u8).Quoted(name);
    }

    /// <summary>Its number; the first time also who it is and what it offers.</summary>
    private void Write(WorkerSession session)
    {
        bool isNew = session.Number == 0;
        if (isNew)
            session.Number = ++lastWorker;
        text.Text(" w"u8).Number(session.Number);
        if (!isNew)
            return;
        Write(session.Channel.Worker);
        text.Text(" host="u8).Quoted(session.Channel.Worker.Host);
        if (session.Channel.SharesMemory)
            text.Text(" shares-memory=1"u8);
        if (!session.Offer.IsEmpty)
            Write(" offer="u8, session.Offer);
    }

    private void Write(in Frame frame)
    {
        FrameHeader header = frame.Header;
        text.Text(" "u8).Name(Frames[(int)header.Kind]);
        if (header.Lease != 0)
            text.Text(" lease="u8).Number((uint)header.Lease).Text("."u8).Number((long)(header.Lease >> 32));
        text.Optional(" task="u8, header.Task).Optional(" attempt="u8, header.Attempt)
            .Optional(" ns="u8, header.Nanoseconds);

        // Of a failure's report the record has the types alone, and nothing is decided by its length.
        if (frame.Kind != FrameKind.Failure)
            text.Optional(" bytes="u8, frame.Body.Length);
    }

    private void Write(in Outcome outcome)
    {
        text.Text(" "u8).Name(Outcomes[(int)outcome.Kind]);
        switch (outcome.Kind)
        {
            case OutcomeKind.Result:
                text.Optional(" bytes="u8, outcome.Body.Length);
                Write(outcome.Worker!);
                break;
            case OutcomeKind.Failure:
                Write(outcome.Worker!);
                break;
            case OutcomeKind.TimedOut:
                var late = (TimedOut)outcome.Object!;
                Write(late.Worker);
                text.Text(" limit="u8).Number(late.Limit);
                break;
            case OutcomeKind.Unmeetable:
                text.Text(" needs="u8).Quoted((string)outcome.Object!);
                break;
            default:
                break;
        }
    }

    private void Write(WorkerIdentity worker) =>
        text.Text(" index="u8).Number(worker.Index).Text(" pid="u8).Number(worker.ProcessId);

    /// <summary>What decides on a retry.</summary>
    private void WriteFailure(in DispatchEvent e)
    {
        if (e.Frame.Kind != FrameKind.Failure)
            return;
        text.Text(" chance="u8).Number(e.Chance);
        foreach (string type in e.Frame.Object is Exception exception ? WireFailure.TypesOf(exception) : WireFailure.TypesIn(e.Frame.Body))
            text.Text(" type="u8).Quoted(type);
    }

    private void Write(WorkerEnd end)
    {
        text.Text(" reason="u8).Quoted(end.Reason);
        if (end.ExitCode is { } code)
            text.Text(" exit-code="u8).Number(code);
        if (end.Signal is { } signal)
            text.Text(" signal="u8).Number(signal);
        if (end.IsInOrder)
            text.Text(" in-order=1"u8);
    }

    private void Write(DispatchSettings settings)
    {
        text.Name(RecordWords.Settings).Text(" start="u8).Number(start)
            .Text(" attempts="u8).Number(settings.MaxAttempts)
            .Optional(" silence="u8, settings.Silence).Optional(" task-timeout="u8, settings.TaskTimeout)
            .Optional(" grace="u8, settings.Grace).Optional(" max-tasks="u8, settings.MaxTasksPerWorker)
            .Optional(" max-memory="u8, settings.MaxWorkerMemory)
            .Optional(" wait-for-resources="u8, settings.WaitForResources ? 1 : 0);
        foreach (ResourceSet offer in settings.Offers ?? [])
            Write(" offer="u8, offer);
        text.Text(" at="u8).Name(DateTime.UtcNow.ToString("s", CultureInfo.InvariantCulture)).Text("Z\n"u8);
    }

    private void Write(ReadOnlySpan<byte> name, ResourceSet resources)
    {
        text.Text(name);
        bool isFirst = true;
        foreach ((string resource, int amount) in resources.Amounts)
        {
            if (!isFirst)
                text.Text(","u8);
            isFirst = false;
            text.Quoted(resource).Text(":"u8).Number(amount);
        }
    }
}
