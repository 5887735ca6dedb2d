namespace WestRpc.Simulation;

/// <summary>How often what came up: faults, events, frames, changes of an item's state, outcomes.</summary>
internal sealed class Coverage
{
    private readonly Dictionary<(string Group, string Name), long> counts = [];

    public void Count(string group, string name) =>
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, (group, name), out _)++;

    public void Count<T>(T value)
        where T : struct, Enum => Count(typeof(T).Name, Names<T>.Of(value));

    public void Add(Coverage other)
    {
        foreach (((string, string) key, long count) in other.counts)
            counts[key] = counts.GetValueOrDefault(key) + count;
    }

    public long this[string group, string name] => counts.GetValueOrDefault((group, name));

    /// <summary>The groups and names that are expected, and did not come up.</summary>
    public IReadOnlyList<string> Missing() => [.. Expected().Where(e => this[e.Group, e.Name] == 0).Select(static e => $"{e.Group}.{e.Name}")];

    public void Write(TextWriter to)
    {
        foreach (IGrouping<string, ((string Group, string Name), long)> group in counts
            .Select(static c => (c.Key, c.Value)).GroupBy(static c => c.Key.Group).OrderBy(static g => g.Key, StringComparer.Ordinal))
        {
            to.WriteLine(group.Key);
            foreach (((_, string name), long count) in group.OrderBy(static c => c.Item1.Name, StringComparer.Ordinal))
                to.WriteLine($"  {name,-36}{count,14:N0}");
        }
    }

    private static IEnumerable<(string Group, string Name)> Expected()
    {
        foreach (StepKind kind in Enum.GetValues<StepKind>())
            yield return (nameof(StepKind), kind.ToString());
        foreach (Profile profile in Enum.GetValues<Profile>())
            yield return (nameof(Profile), profile.ToString());
        foreach (Dispatch.DispatchEventKind kind in Enum.GetValues<Dispatch.DispatchEventKind>())
            yield return (nameof(Dispatch.DispatchEventKind), kind.ToString());
        foreach (TaskBehaviour behaviour in Enum.GetValues<TaskBehaviour>())
            yield return (nameof(TaskBehaviour), behaviour.ToString());
        foreach (Dispatch.OutcomeKind kind in Enum.GetValues<Dispatch.OutcomeKind>())
            yield return (nameof(Dispatch.OutcomeKind), kind.ToString());
        foreach (Wire.FrameKind kind in Enum.GetValues<Wire.FrameKind>())
            yield return (nameof(Wire.FrameKind), kind.ToString());
        foreach (StartFate fate in Enum.GetValues<StartFate>())
            yield return (nameof(StartFate), fate.ToString());
        foreach (Transports.SlotDecisionKind kind in Enum.GetValues<Transports.SlotDecisionKind>())
            yield return (nameof(Transports.SlotDecisionKind), kind.ToString());
        foreach (string start in (string[])
        [
            "accepted", "accepted after failures", "accepted after five failures", "five failures while others work",
            "replaced after a fruitful life", "replaced after a fruitless life", "replaced after a delay", "replaced after relief",
        ])
            yield return ("Start", start);

        foreach (string change in (string[])[
            "New>Queued", "New>Done", "Queued>Leased", "Queued>Done", "Leased>Queued",
            "Leased>Delayed", "Leased>Done", "Delayed>Queued", "Delayed>Leased", "Delayed>Done"])
            yield return ("State", change);
        foreach (string kill in (string[])["silence", "task timeout", "hung", "grace", "dismissal"])
            yield return ("Kill", kill);
        foreach (string node in (string[])
        [
            "joined", "joined anew", "joined after the stop", "former session closed", "no answer", "silent at the master", "silent at the node",
            "given up by the master", "no workers", "drained", "withdrawn", "told to stop", "asked about a rumour", "large batch",
            "several messages at once", "late message of a session that is over", "frame for a worker that is gone",
            "no answer of a withdrawn worker", "cut off while it runs",
        ])
            yield return ("Node", node);
        foreach (string other in (string[])
        [
            "slow", "drained", "blamed", "not blamed", "withdrawn and lost", "withdrawn and not blamed", "late tick", "frames pending at the end",
            "frame before its sender is accepted", "byte credit used up", "filled, not yet emptied", "byte credit makes wait",
        ])
            yield return ("Other", other);
    }

    /// <summary>An enum's names without a box or a string for each.</summary>
    private static class Names<T>
        where T : struct, Enum
    {
        private static readonly Dictionary<T, string> All = Enum.GetValues<T>().ToDictionary(static v => v, static v => v.ToString());

        public static string Of(T value) => All[value];
    }
}
