using System.Diagnostics;
using WestRpc.Programs.Interop;
using WestRpc.Transports.Processes;

namespace WestRpc.Programs;

/// <summary>
/// One program from its start to the end of all that it started: its output is read, its time is limited, and who does not end
/// when told to is killed.
/// </summary>
internal sealed class ProgramRun
{
    private const int NoLimit = -1;
    private const int BlindLook = 10; // ms, where the kernel does not tell
    private const int ReadSize = 64 << 10;

    // What it left may still be writing its last words into our pipe; what does not stop is killed.
    private static readonly TimeSpan LeftoverGrace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan KillTime = TimeSpan.FromSeconds(5);

    private readonly ExternalProgram program;
    private readonly ProgramStreams streams;
    private readonly string tag;
    private readonly int processId;
    private readonly long started;
    private readonly OutputTail output;
    private readonly OutputTail error;
    private readonly TaskCompletionSource<ProgramEnd> done = new();
    private ProgramThread? thread;
    private volatile bool cancelRequested;
    private long termSent;
    private bool killed;
    private bool timedOut;
    private bool canceled;

    private ProgramRun(ExternalProgram program, ProgramStreams streams, string tag, int processId, long started)
    {
        this.program = program;
        this.streams = streams;
        this.tag = tag;
        this.processId = processId;
        this.started = started;
        output = new OutputTail(program.MaxCapturedBytes);
        error = new OutputTail(program.MaxCapturedBytes);
    }

    /// <summary>Starts it; the task completes when it, and all that is left of it, has ended.</summary>
    /// <param name="program">What.</param>
    /// <param name="file">Its full path.</param>
    /// <param name="directory">Where.</param>
    /// <param name="environment">With what, as <c>NAME=value</c>.</param>
    /// <param name="tag">Its mark, which is in the environment.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ProgramStartException">It can't be started.</exception>
    public static Task<ProgramEnd> Start(
        ExternalProgram program, string file, string directory, IReadOnlyCollection<string> environment, string tag, CancellationToken cancellation)
    {
        ProgramStreams? streams = null;
        ProgramThread? thread = null;
        try
        {
            streams = new ProgramStreams(program, directory);
            thread = ProgramThread.Take();
            long started = Stopwatch.GetTimestamp();
            int id = Spawn(program, file, directory, environment, streams);
            streams.CloseChildEnds();
            if (program.Nice > 0)
                Libc.SetGroupNice(id, program.Nice);
            var run = new ProgramRun(program, streams, tag, id, started) { thread = thread };
            CancellationTokenRegistration registration = cancellation.UnsafeRegister(static r => ((ProgramRun)r!).Cancel(), run);
            thread.Begin(t => run.Attend(t, registration));
            return run.done.Task;
        }
        catch (Exception e)
        {
            thread?.Return();
            streams?.Dispose();
            throw e as ProgramStartException ?? new ProgramStartException(e.Message);
        }
    }

    private static int Spawn(
        ExternalProgram program, string file, string directory, IReadOnlyCollection<string> environment, ProgramStreams streams)
    {
        for (int attempt = 0; ; attempt++)
        {
            int failed = Interop.Spawn.Start(
                file, [program.File, .. program.Arguments], environment, directory, streams.Input, streams.Output, streams.Error, out int id);
            if (failed == 0)
                return id;

            // Somebody has it open for writing: a file that was just made, which a program started meanwhile holds until it runs.
            if (failed != Libc.TextBusy || attempt == 20)
                throw new ProgramStartException(Explain(failed, file));
            Thread.Sleep(10);
        }
    }

    private static string Explain(int failed, string file) => failed switch
    {
        Libc.NoExecFormat => $"'{file}' is no program for this machine, and has no first line that names its interpreter (#!/bin/bash).",
        Libc.TextBusy => $"'{file}' is being written to by another process.",
        Libc.ListTooLong => "its arguments and variables are too long together: pass data in files.",
        _ => ProgramLookup.Trouble(file) ?? $"'{file}': {System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(failed)}.",
    };

    private void Cancel()
    {
        cancelRequested = true;
        thread!.Wake();
    }

    /// <summary>On the program's thread.</summary>
    private void Attend(ProgramThread its, CancellationTokenRegistration registration)
    {
        ProgramEnd end;
        try
        {
            end = WaitForEnd(its.WakeDescriptor);
        }
        catch (Exception e)
        {
            Libc.SignalGroup(processId, Libc.SigKill);
            streams.Dispose();
            registration.Dispose();
            done.SetException(e);
            return;
        }

        registration.Dispose();
        streams.Dispose();
        done.SetResult(end);
    }

    private ProgramEnd WaitForEnd(int wake)
    {
        int watch = Libc.OpenProcess(processId);
        byte[] buffer = streams.OutputPipe >= 0 || streams.ErrorPipe >= 0 ? System.Buffers.ArrayPool<byte>.Shared.Rent(ReadSize) : [];
        try
        {
            Span<PollEntry> entries =
            [
                new PollEntry { Descriptor = watch, Events = Libc.PollIn },
                new PollEntry { Descriptor = wake, Events = Libc.PollIn },
                new PollEntry { Descriptor = streams.OutputPipe, Events = Libc.PollIn },
                new PollEntry { Descriptor = streams.ErrorPipe, Events = Libc.PollIn },
            ];
            while (true)
            {
                int wait = NextLook();
                Libc.Poll(entries, watch >= 0 ? wait : wait == NoLimit ? BlindLook : Math.Min(wait, BlindLook));
                if (entries[1].Returned != 0)
                    Libc.ClearEvent(wake);
                ReadOutput(entries, buffer);
                if ((watch < 0 || entries[0].Returned != 0) && Libc.HasEnded(processId, wait: false))
                    break;
                EndIfDue();
            }

            TimeSpan wall = Stopwatch.GetElapsedTime(started);
            entries[0].Descriptor = entries[1].Descriptor = -1;
            Finish(entries, buffer);
            bool reaped = Libc.Reap(processId, out int status, out ResourceUsage usage);
            AwaitGroup();
            return new ProgramEnd(
                reaped ? status : null, timedOut, canceled, wall, usage.ProcessorTime, usage.PeakKibibytes << 10, output, error);
        }
        finally
        {
            Libc.Close(watch);
            if (buffer.Length > 0)
                System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>In milliseconds.</summary>
    private int NextLook()
    {
        TimeSpan? left = termSent != 0 ? killed ? null : program.Grace - Stopwatch.GetElapsedTime(termSent)
            : program.TimeLimit - Stopwatch.GetElapsedTime(started);
        return cancelRequested && termSent == 0 ? 0
            : left is { } time ? (int)Math.Clamp(Math.Ceiling(time.TotalMilliseconds), 0, int.MaxValue)
            : NoLimit;
    }

    private void EndIfDue()
    {
        if (termSent == 0)
        {
            canceled = cancelRequested;
            timedOut = !canceled && program.TimeLimit is { } limit && Stopwatch.GetElapsedTime(started) >= limit;
            if (!canceled && !timedOut)
                return;
            termSent = Stopwatch.GetTimestamp();
            Libc.SignalGroup(processId, Libc.SigTerm);
        }

        if (!killed && Stopwatch.GetElapsedTime(termSent) >= program.Grace)
        {
            killed = true;
            Libc.SignalGroup(processId, Libc.SigKill);
        }
    }

    /// <summary>
    /// The program has ended and is not reaped, so its group can't be another's. What it left in the group is ended; where the
    /// program was ended by us, all that has its mark.
    /// </summary>
    private void Finish(Span<PollEntry> entries, byte[] buffer)
    {
        bool wasEnded = termSent != 0;
        TimeSpan grace = wasEnded ? program.Grace - Stopwatch.GetElapsedTime(termSent) : LeftoverGrace;
        long ended = Stopwatch.GetTimestamp();
        while ((wasEnded ? ProcessGroup.Lives(processId) : IsAnyOpen(entries)) &&
            grace - Stopwatch.GetElapsedTime(ended) is { Ticks: > 0 } left)
        {
            Libc.Poll(entries, (int)Math.Ceiling(Math.Min(left.TotalMilliseconds, wasEnded ? BlindLook : left.TotalMilliseconds)));
            ReadOutput(entries, buffer);
        }

        Libc.SignalGroup(processId, Libc.SigKill);
        if (wasEnded)
            ProgramTree.KillAll(tag, KillTime);
        for (int i = 0; i < 16 && IsAnyOpen(entries) && Libc.Poll(entries, 0) > 0; i++)
            ReadOutput(entries, buffer);
    }

    /// <summary>What was killed may hold files and GPUs for a moment; the next attempt must not meet it.</summary>
    private void AwaitGroup()
    {
        long begun = Stopwatch.GetTimestamp();
        for (int pause = 1; ProcessGroup.Lives(processId) && Stopwatch.GetElapsedTime(begun) < KillTime; pause = Math.Min(2 * pause, 50))
            Thread.Sleep(pause);
    }

    private static bool IsAnyOpen(Span<PollEntry> entries) => entries[2].Descriptor >= 0 || entries[3].Descriptor >= 0;

    private void ReadOutput(Span<PollEntry> entries, byte[] buffer)
    {
        Read(ref entries[2], output, buffer);
        Read(ref entries[3], error, buffer);
    }

    private static void Read(ref PollEntry entry, OutputTail tail, byte[] buffer)
    {
        if (entry.Descriptor < 0 || entry.Returned == 0)
            return;
        int read = Libc.Read(entry.Descriptor, buffer);
        if (read > 0)
            tail.Append(buffer.AsSpan(0, read));
        else
            entry.Descriptor = -1;
        entry.Returned = 0;
    }
}
