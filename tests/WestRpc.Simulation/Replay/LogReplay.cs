using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using WestRpc.Dispatch;
using WestRpc.Dispatch.Recording;
using WestRpc.Wire;

namespace WestRpc.Simulation.Replay;

/// <summary>
/// Puts the inputs of a record into the shipped core and records that as well: the two records must be the same, line by
/// line. On the way it looks whether each task is completed once.
/// </summary>
internal sealed class LogReplay : IDispatchEffects
{
    private readonly RecordedInputs inputs = new();
    private readonly HashSet<RecordedItem> given = [];
    private readonly MemoryStream replayed = new();
    private readonly RecordLines lines;
    private readonly DispatchRecorder recorder;
    private readonly DispatchCore core;
    private readonly long start;
    private long events;
    private long effects;
    private long losses;
    private long givenAgain;
    private long retries;
    private long unfinished;
    private string? gap;

    private LogReplay(RecordLines lines)
    {
        this.lines = lines;
        if (!lines.TryTake(out string title) || title != RecordWords.Title || !lines.TryTake(out string second))
            throw new RecordException($"This is no record of a dispatcher: it does not begin with '{RecordWords.Title}' and the settings.");
        RecordLine told = RecordLine.Read(second);
        start = told.Number("start");
        DispatchSettings settings = RecordedInputs.Settings(told);
        recorder = new DispatchRecorder(new RecordFile(replayed, "replay", NullLogger.Instance), this, settings, start);
        core = new DispatchCore(recorder, settings);
        TakeReplayed();
    }

    /// <exception cref="RecordException">It is no record, or has lines that are none of a record's.</exception>
    public static ReplayResult Run(Stream record)
    {
        using var lines = new RecordLines(record);
        return new LogReplay(lines).Run();
    }

    private ReplayResult Run()
    {
        string? difference = RunToDifference();
        return new ReplayResult(events, effects, losses, givenAgain, retries, unfinished, gap, difference);
    }

    private string? RunToDifference()
    {
        while (lines.TryTake(out string text))
        {
            RecordLine line = RecordLine.Read(text);
            if (line.Word(0) == RecordWords.End)
                return unfinished == 0 ? null : Different("the run ends in order", $"{unfinished} tasks are not done");
            if (line.Word(0) == RecordWords.Cut)
            {
                gap = $"The run went on, but no more of it could be recorded: {text[(RecordWords.Cut.Length + 1)..]}";
                return null;
            }

            if (line.IsEffect)
                return Different(text, "nothing more comes of that");
            string[] produced;
            try
            {
                Tell(line);
                produced = TakeReplayed();
            }
            catch (Exception e) when (e is not RecordException)
            {
                return Different(text, $"the core throws {e}");
            }

            events++;
            if (produced[0] != text)
                return Different(text, produced[0]);
            foreach (string effect in produced[1..])
            {
                if (!lines.TryTake(out string recorded))
                    return BreakOff(); // What came of the last event was not on file yet.
                effects++;
                if (effect != recorded)
                    return Different(recorded, effect);
            }
        }

        return BreakOff();
    }

    private string? BreakOff()
    {
        gap = lines.HasPartOfALine
            ? "The record has no end: the run was killed, or goes on. Its last line is there in part, and was left out."
            : "The record has no end: the run was killed, or goes on.";
        return null;
    }

    private void Tell(RecordLine line)
    {
        switch (line.Word(1))
        {
            case RecordWords.Advance:
                long now = start + line.Nanoseconds(0);
                recorder.Advance(now);
                core.Advance(now);
                break;
            case RecordWords.Arm:
                recorder.Arm();
                recorder.Wake(core.Arm());
                break;
            default:
                DispatchEvent e = inputs.Event(line);
                Watch(e);
                recorder.Handle(e);
                core.Handle(e);
                break;
        }
    }

    private void Watch(in DispatchEvent e)
    {
        if (e.Kind == DispatchEventKind.Submit)
            unfinished++;
        else if (e.Kind == DispatchEventKind.Closed && e.Session!.Held > 0)
            losses++;
    }

    private string[] TakeReplayed()
    {
        recorder.Flush();
        string[] all = Encoding.UTF8.GetString(replayed.GetBuffer(), 0, (int)replayed.Length).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        replayed.SetLength(0);
        return all;
    }

    private string Different(string recorded, string now) => string.Join(Environment.NewLine, (string[])
    [
        $"Line {lines.Number} is different; the lines up to it:",
        .. lines.Latest,
        $"recorded: {recorded}",
        $"replayed: {now}",
    ]);

    void IDispatchEffects.Send(WorkerSession session, in Frame frame)
    {
        if (frame.Kind != FrameKind.Assign)
            return;
        var item = (RecordedItem)session.Leases.Last!;
        Checks.Check(!item.IsDone, "a task is given out that is done");
        if (!given.Add(item))
            givenAgain++;
    }

    void IDispatchEffects.Complete(WorkItem item, in Outcome outcome)
    {
        var own = (RecordedItem)item;
        Checks.Check(!own.IsDone, "a task is completed twice");
        own.IsDone = true;
        inputs.Forget(own);
        given.Remove(own);
        retries += own.Trouble?.Retries ?? 0;
        if (own.IsSubmitted)
            unfinished--;
    }

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
}
