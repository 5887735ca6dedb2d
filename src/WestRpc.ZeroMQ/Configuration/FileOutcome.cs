namespace WestRpc.ZeroMQ.Configuration;

/// <summary>What came of reading a file that another machine may be writing.</summary>
internal enum FileState
{
    /// <summary>It holds what it should.</summary>
    Good,

    /// <summary>It is not there, or can't be read right now.</summary>
    Missing,

    /// <summary>It is there, but not whole.</summary>
    Partial,

    /// <summary>It is of a run that is over.</summary>
    Stale,

    /// <summary>It is not to be believed or not for us; waiting does not help.</summary>
    Refused,
}

/// <param name="State">What came of it.</param>
/// <param name="Reason">A sentence without its full stop; empty where it is good.</param>
/// <param name="Value">What it holds, where it is good.</param>
internal sealed record FileOutcome<T>(FileState State, string Reason, T? Value = null)
    where T : class
{
    public static FileOutcome<T> Good(T value) => new(FileState.Good, "", value);

    /// <summary>The same failure of something else.</summary>
    public FileOutcome<TOther> As<TOther>()
        where TOther : class => new(State, Reason);
}
