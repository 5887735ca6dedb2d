using System.Collections.Concurrent;
using System.ComponentModel;

namespace WestRpc;

/// <summary>
/// The tasks of this program. Generated module initializers fill it, so that a worker runs registered tasks only and
/// nothing is looked up by reflection.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Advanced)]
public static class WorkTaskRegistry
{
    private static readonly ConcurrentDictionary<string, WorkTaskDescriptor> Tasks = new(StringComparer.Ordinal);

    /// <summary>Adds a task.</summary>
    /// <exception cref="InvalidOperationException">Another task with this name is there already.</exception>
    public static void Register(WorkTaskDescriptor descriptor)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        if (!ReferenceEquals(Tasks.GetOrAdd(descriptor.Name, descriptor), descriptor))
            throw new InvalidOperationException(
                $"Two tasks are called '{descriptor.Name}'. Give one of them another [WorkTask(Name = …)].");
    }

    /// <summary>All tasks registered so far, by name in ordinal order.</summary>
    internal static WorkTaskDescriptor[] Snapshot()
    {
        WorkTaskDescriptor[] all = [.. Tasks.Values];
        Array.Sort(all, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return all;
    }
}
