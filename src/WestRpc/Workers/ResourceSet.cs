namespace WestRpc.Workers;

/// <summary>Named amounts: what a task needs of its worker, or what a worker offers. Compares by value.</summary>
internal sealed class ResourceSet : IEquatable<ResourceSet>
{
    private readonly KeyValuePair<string, int>[] amounts;

    public ResourceSet(IEnumerable<KeyValuePair<string, int>> amounts) =>
        this.amounts = [.. amounts.Where(static a => a.Value > 0).OrderBy(static a => a.Key, StringComparer.Ordinal)];

    public static ResourceSet None { get; } = new([]);

    /// <summary>In the order of their names.</summary>
    public ReadOnlySpan<KeyValuePair<string, int>> Amounts => amounts;

    public bool IsEmpty => amounts.Length == 0;

    /// <summary>Whether all that <paramref name="needs"/> names is here, and enough of it.</summary>
    public bool Covers(ResourceSet needs)
    {
        foreach ((string name, int amount) in needs.amounts)
        {
            if (AmountOf(name) < amount)
                return false;
        }

        return true;
    }

    public int AmountOf(string name)
    {
        foreach ((string own, int amount) in amounts)
        {
            if (own == name)
                return amount;
        }

        return 0;
    }

    public bool Equals(ResourceSet? other) => ReferenceEquals(this, other) || other is not null && amounts.AsSpan().SequenceEqual(other.amounts);

    public override bool Equals(object? obj) => Equals(obj as ResourceSet);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach ((string name, int amount) in amounts)
        {
            hash.Add(name, StringComparer.Ordinal);
            hash.Add(amount);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => IsEmpty ? "nothing" : string.Join(", ", amounts.Select(static a => $"{a.Value} {a.Key}"));
}
