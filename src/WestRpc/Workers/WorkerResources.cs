using System.Globalization;
using WestRpc.Transports.Processes;

namespace WestRpc.Workers;

/// <summary>
/// What one worker has of its machine's resources: of each a range of numbers, so that a task knows which one it got and no
/// two workers have the same. Of 2 GPUs among 4 workers the first two get one each; of 4 among 2 each gets two.
/// </summary>
internal sealed class WorkerResources
{
    private readonly SortedDictionary<string, IReadOnlyList<int>> numbers = new(StringComparer.Ordinal);

    private WorkerResources(IEnumerable<KeyValuePair<string, IReadOnlyList<int>>> numbers)
    {
        foreach ((string name, IReadOnlyList<int> own) in numbers)
            this.numbers.Add(name, own);
        Offer = new ResourceSet(this.numbers.Select(static n => KeyValuePair.Create(n.Key, n.Value.Count)));
    }

    public static WorkerResources None { get; } = new([]);

    /// <summary>How much of each.</summary>
    public ResourceSet Offer { get; }

    /// <summary>
    /// What programs that this worker starts are to use; null where its process is told already, since it is a worker alone.
    /// </summary>
    public MachineShare? Share { get; private init; }

    /// <summary>Which of each, 0-based on this machine.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>> Numbers => numbers;

    public static WorkerResources Of(WorkManagerOptions options, int index)
    {
        WorkerResources own = options.Resources is { Count: > 0 } all ? ShareOut(all, Math.Max(1, options.WorkerCount), index) : None;
        return new WorkerResources(own.numbers) { Share = MachineShare.Of(options, own, Environment.ProcessorCount) };
    }

    private static WorkerResources ShareOut(IReadOnlyDictionary<string, int> all, int workers, int index) =>
        new(all.Select(r =>
        {
            (int each, int more) = (r.Value / workers, r.Value % workers);
            int first = (index * each) + Math.Min(index, more);
            return KeyValuePair.Create<string, IReadOnlyList<int>>(
                r.Key, [.. Enumerable.Range(first, each + (index < more ? 1 : 0))]);
        }).Where(static r => r.Value.Count > 0));

    /// <summary>For the environment of a child: <c>gpu=0,1;licence=3</c>.</summary>
    public override string ToString() => string.Join(';', numbers.Select(static n => $"{n.Key}={string.Join(',', n.Value)}"));

    /// <exception cref="FormatException">The text is no such list.</exception>
    public static WorkerResources Parse(string text) =>
        text.Length == 0 ? None : new WorkerResources(text.Split(';').Select(ParseOne));

    private static KeyValuePair<string, IReadOnlyList<int>> ParseOne(string text) => text.Split('=', 2) is [string name, string numbers]
        ? KeyValuePair.Create<string, IReadOnlyList<int>>(
            name, [.. numbers.Split(',').Select(static n => int.Parse(n, CultureInfo.InvariantCulture))])
        : throw new FormatException($"'{text}' is not a name and numbers.");
}
