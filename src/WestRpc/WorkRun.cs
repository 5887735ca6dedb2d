namespace WestRpc;

/// <summary>What a program gets from <see cref="WorkApplication"/> on the master.</summary>
public sealed class WorkRun
{
    internal WorkRun(IWorkManager work, IReadOnlyList<string> arguments, WorkOutput output, CancellationToken cancellation)
    {
        Work = work;
        Arguments = arguments;
        Output = output;
        Cancellation = cancellation;
    }

    /// <summary>The work manager that was chosen when the program started.</summary>
    public IWorkManager Work { get; }

    /// <summary>What of the command line is not WestRpc's own.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>The writer of workers' lines: a live display redirects it for as long as it is up.</summary>
    public WorkOutput Output { get; }

    /// <summary>Fires at Ctrl-C (SIGINT) and SIGTERM.</summary>
    public CancellationToken Cancellation { get; }
}
