using System.Collections.Frozen;
using System.Collections.Immutable;

namespace WestRpc.Wire;

/// <content>
/// Comparers are code and not sent, so that a collection with one that is not the default would arrive as another.
/// </content>
public static partial class WireFormat
{
    /// <summary>Checks that a collection finds its items as one with the default comparer does.</summary>
    /// <exception cref="WorkSerializationException">It has a comparer of its own.</exception>
    public static void CheckComparer<T>(object collection, IEqualityComparer<T>? comparer)
    {
        // Of strings the default one is the ordinal one.
        if (comparer is not null && !EqualityComparer<T>.Default.Equals(comparer) && !ReferenceEquals(comparer, StringComparer.Ordinal))
            throw OwnComparer(collection, comparer);
    }

    /// <summary>Checks that a collection sorts its items as one with the default comparer does.</summary>
    /// <exception cref="WorkSerializationException">It has a comparer of its own.</exception>
    public static void CheckComparer<T>(object collection, IComparer<T>? comparer)
    {
        if (comparer is not null && !Comparer<T>.Default.Equals(comparer))
            throw OwnComparer(collection, comparer);
    }

    /// <summary>The same for a set that is declared as an interface.</summary>
    /// <exception cref="WorkSerializationException">It has a comparer of its own.</exception>
    public static void CheckComparerOfSet<T>(IEnumerable<T> set)
    {
        switch (set)
        {
            case HashSet<T> known:
                CheckComparer(known, known.Comparer);
                break;
            case SortedSet<T> known:
                CheckComparer(known, known.Comparer);
                break;
            case ImmutableHashSet<T> known:
                CheckComparer(known, known.KeyComparer);
                break;
            case ImmutableSortedSet<T> known:
                CheckComparer(known, known.KeyComparer);
                break;
            case FrozenSet<T> known:
                CheckComparer(known, known.Comparer);
                break;
        }
    }

    /// <summary>The same for a dictionary that is declared as an interface.</summary>
    /// <exception cref="WorkSerializationException">It has a comparer of its own.</exception>
    public static void CheckComparerOfDictionary<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue>> dictionary)
        where TKey : notnull
    {
        switch (dictionary)
        {
            case Dictionary<TKey, TValue> known:
                CheckComparer(known, known.Comparer);
                break;
            case SortedDictionary<TKey, TValue> known:
                CheckComparer(known, known.Comparer);
                break;
            case SortedList<TKey, TValue> known:
                CheckComparer(known, known.Comparer);
                break;
            case ImmutableDictionary<TKey, TValue> known:
                CheckComparer(known, known.KeyComparer);
                CheckComparer(known, known.ValueComparer);
                break;
            case ImmutableSortedDictionary<TKey, TValue> known:
                CheckComparer(known, known.KeyComparer);
                CheckComparer(known, known.ValueComparer);
                break;
            case FrozenDictionary<TKey, TValue> known:
                CheckComparer(known, known.Comparer);
                break;
            case System.Collections.Concurrent.ConcurrentDictionary<TKey, TValue> known:
                CheckComparer(known, known.Comparer);
                break;
        }
    }

    private static WorkSerializationException OwnComparer(object collection, object comparer) => new(
        $"A {collection.GetType()} with the comparer {comparer} can't be sent, since comparers are not: send one with the default comparer, and make one with yours of it where it is used.");
}
