using System.Globalization;

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

    /// <summary>Which of each, 0-based on this machine.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>> Numbers => numbers;

    public static WorkerResources Of(WorkManagerOptions options, int index)
    {
        if (options.Resources is not { Count: > 0 } all)
            return None;
        int workers = Math.Max(1, options.WorkerCount);
        return new WorkerResources(all.Select(r =>
        {
            (int each, int more) = (r.Value / workers, r.Value % workers);
            int first = (index * each) + Math.Min(index, more);
            return KeyValuePair.Create<string, IReadOnlyList<int>>(
                r.Key, [.. Enumerable.Range(first, each + (index < more ? 1 : 0))]);
        }).Where(static r => r.Value.Count > 0));
    }

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
