namespace WestRpc;

/// <summary>
/// How the MPI work manager runs. The command line wins over the environment, the environment over what code sets here, and
/// that over the defaults.
/// </summary>
public sealed record MpiOptions
{
    /// <summary>
    /// The MPI library, a path or a name that the dynamic linker finds (<c>WM_MPI_LIBRARY</c>). Default: the one that belongs
    /// to the launcher.
    /// </summary>
    public string? Library { get; init; }

    /// <summary>Lets rank 0, the master, work as well, on a thread of its own (<c>WM_MPI_MASTER_WORKS</c>). Default: no.</summary>
    public bool MasterWorks { get; init; }

    /// <summary>Which ranks to take; null for all. For tests, which run several work managers in one process.</summary>
    internal IReadOnlyCollection<int>? Ranks { get; init; }
}
