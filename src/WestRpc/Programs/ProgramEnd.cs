namespace WestRpc.Programs;

/// <summary>How a program ended.</summary>
/// <param name="Status">As wait4 has it; null where the system kept it from us.</param>
/// <param name="TimedOut">Whether it was ended for its time limit.</param>
/// <param name="Canceled">Whether it was ended for its task.</param>
/// <param name="WallTime">From its start.</param>
/// <param name="CpuTime">With what it waited for.</param>
/// <param name="PeakMemoryBytes">Of the largest of those.</param>
/// <param name="Output">What was captured of its standard output.</param>
/// <param name="Error">What was captured of its standard error.</param>
internal sealed record ProgramEnd(
    int? Status, bool TimedOut, bool Canceled, TimeSpan WallTime, TimeSpan CpuTime, long PeakMemoryBytes, OutputTail Output, OutputTail Error)
{
    /// <summary>Null where it did not exit.</summary>
    public int? ExitCode => Status is { } status && (status & 0x7f) == 0 ? (status >> 8) & 0xff : null;

    /// <summary>Null where none ended it.</summary>
    public int? Signal => Status is { } status && (status & 0x7f) is > 0 and int signal ? signal : null;
}
