namespace WestRpc;

/// <summary>What a program gets from <see cref="WorkApplication"/> on the master.</summary>
public sealed class WorkRun
{
    internal WorkRun(
        IWorkManager work, IReadOnlyList<string> arguments, string help, WorkOutput output, CancellationToken cancellation)
    {
        Work = work;
        Arguments = arguments;
        Help = help;
        Output = output;
        Cancellation = cancellation;
    }

    /// <summary>The work manager that was chosen when the program started.</summary>
    public IWorkManager Work { get; }

    /// <summary>What of the command line is not WestRpc's own.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>A line for each option that is WestRpc's own, with its variable: for the end of the program's own help.</summary>
    public string Help { get; }

    /// <summary>The writer of workers' lines: a live display redirects it for as long as it is up.</summary>
    public WorkOutput Output { get; }

    /// <summary>Fires at Ctrl-C (SIGINT) and SIGTERM.</summary>
    public CancellationToken Cancellation { get; }
}
