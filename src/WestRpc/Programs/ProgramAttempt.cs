namespace WestRpc.Programs;

/// <summary>One program for one attempt at a task: from what the user asked for to the result, or to what is said of its failure.</summary>
internal sealed class ProgramAttempt(ExternalProgram program, WorkContext context)
{
    private const int LastLines = 50;
    private const int LastBytes = 64 << 10;

    private readonly string directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(program.WorkingDirectory ?? Environment.CurrentDirectory));

    public async Task<ProgramResult> RunAsync(CancellationToken cancellation)
    {
        AttemptBelongings belongings = context.Belongings;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, context.CancellationToken, belongings.Ended);
        cancellation.ThrowIfCancellationRequested();
        either.Token.ThrowIfCancellationRequested();
        Task<ProgramEnd> running = StartAsync(either.Token);
        belongings.Add(running);
        ProgramEnd end = await running;
        belongings.Remove(running);
        if (end.Canceled)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new OperationCanceledException(context.CancellationToken);
        }

        ThrowIfFailed(end);
        return new ProgramResult(directory, reason => Failure(ProgramFailure.ReturnFile, reason, end))
        {
            WallTime = end.WallTime,
            CpuTime = end.CpuTime,
            PeakMemoryBytes = end.PeakMemoryBytes,
            Output = end.Output.ToString(),
            OutputBytes = end.Output.Total,
            Error = end.Error.ToString(),
            ErrorBytes = end.Error.Total,
        };
    }

    private Task<ProgramEnd> StartAsync(CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("External programs are run on Linux only so far.");
        try
        {
            if (!Directory.Exists(directory))
                throw new ProgramStartException($"Its working directory '{directory}' does not exist on {context.Host}.");
            string file = ProgramLookup.Find(program, out string why) ?? throw new ProgramStartException(why);
            foreach (string returned in program.ReturnFiles)
                ReturnFile.Prepare(directory, returned);
            ProgramGuard.Ensure();
            string tag = ProgramTag.Next();
            return ProgramRun.Start(program, file, directory, ProgramEnvironment.Of(program, context, directory, tag), tag, cancellation);
        }
        catch (Exception e) when (e is ProgramStartException or IOException or UnauthorizedAccessException)
        {
            throw Failure(ProgramFailure.NotStarted, $"could not be started: {e.Message}", null);
        }
    }

    private void ThrowIfFailed(ProgramEnd end)
    {
        if (end.TimedOut)
            throw Failure(ProgramFailure.TimeLimit, $"ran longer than its time limit of {program.TimeLimit!.Value.TotalSeconds:0.###} s and was ended.", end);
        if (end.Signal is { } signal)
            throw Failure(ProgramFailure.Signal, ProgramReport.DescribeSignal(signal) + FullDisk(), end);
        if (end.ExitCode is not 0)
            throw Failure(ProgramFailure.ExitCode, (end.ExitCode is { } code ? ProgramReport.DescribeExit(code)
                : "ended, but how it did was kept from this process, which was started with SIGCHLD ignored.") + FullDisk(), end);
        foreach (string file in program.ReturnFiles)
        {
            if (ReturnFile.Trouble(directory, file) is { } trouble)
                throw Failure(ProgramFailure.ReturnFile, trouble + FullDisk(), end);
        }
    }

    private ProgramFailedException Failure(ProgramFailure failure, string reason, ProgramEnd? end) => new(new ProgramReport(
        failure, program.ToString(), reason, end?.ExitCode, end?.Signal, context.Host, context.Worker.ToString(), directory,
        end is null ? "" : LastLinesOf(end)));

    /// <summary>Where there is no space, that is most probably why.</summary>
    private string FullDisk()
    {
        try
        {
            return new DriveInfo(directory).AvailableFreeSpace < 1 << 20 ? $" The file system of '{directory}' is full." : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return "";
        }
    }

    private string LastLinesOf(ProgramEnd end)
    {
        string text = end.Error.Total > 0 ? end.Error.ToString()
            : (program.Error ?? program.Log) is { } file && EndOf(file) is { Length: > 0 } log ? log
            : end.Output.Total > 0 ? end.Output.ToString()
            : program.Output is { } output ? EndOf(output)
            : "";
        string[] lines = text.TrimEnd().Split('\n');
        return string.Join('\n', lines.TakeLast(LastLines));
    }

    private string EndOf(string file)
    {
        try
        {
            return OutputTail.OfFile(Path.Combine(directory, file), LastBytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"({e.Message})";
        }
    }
}
