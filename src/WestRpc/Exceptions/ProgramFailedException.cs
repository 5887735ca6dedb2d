using WestRpc.Programs;

namespace WestRpc;

/// <summary>How a program failed.</summary>
public enum ProgramFailure
{
    /// <summary>It could not be started.</summary>
    NotStarted,

    /// <summary>It ended with another exit code than 0.</summary>
    ExitCode,

    /// <summary>A signal ended it.</summary>
    Signal,

    /// <summary>It ran longer than <see cref="ExternalProgram.TimeLimit"/> and was ended.</summary>
    TimeLimit,

    /// <summary>It ended well, but a file that it was to leave is missing, empty or not what was to be read.</summary>
    ReturnFile,
}

/// <summary>
/// An external program failed. Where it ran in another process, the submitter finds it as the
/// <see cref="Exception.InnerException"/> of its <see cref="WorkTaskException"/>; it may be named in <see cref="RetryPolicy"/>.
/// </summary>
public sealed class ProgramFailedException : WorkException
{
    internal ProgramFailedException(ProgramReport report)
        : base(report.Describe()) => Report = report;

    internal ProgramReport Report { get; }

    /// <summary>How it failed.</summary>
    public ProgramFailure Failure => Report.Failure;

    /// <summary>The program and its arguments.</summary>
    public string Command => Report.Command;

    /// <summary>Its exit code, where it exited.</summary>
    public int? ExitCode => Report.ExitCode;

    /// <summary>The number of the signal that ended it, where one did.</summary>
    public int? Signal => Report.Signal;

    /// <summary>The host on which it ran.</summary>
    public string Host => Report.Host;

    /// <summary>The worker that ran it.</summary>
    public string Worker => Report.Worker;

    /// <summary>Where it ran.</summary>
    public string WorkingDirectory => Report.Directory;

    /// <summary>The last lines that it wrote, 50 at most: to standard error, else to its log or standard output.</summary>
    public string LastLines => Report.LastLines;
}
