using System.ComponentModel;
using System.Diagnostics;
using WestRpc.Diagnostics;
using WestRpc.Transports.Processes.Interop;

namespace WestRpc.Transports.Processes;

/// <summary>One started child: its lines go to the master's output, its last words are kept, its end is explained.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const int LastLines = 20;
    private static readonly TimeSpan OutputGrace = TimeSpan.FromMilliseconds(200);

    private readonly Process process;
    private readonly WorkOutput output;
    private readonly Queue<string> lastWords = new();
    private readonly TaskCompletionSource exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CountdownEvent openStreams = new(2);
    private volatile string? killReason;

    private ChildProcess(int index, Process process, WorkOutput output)
    {
        Index = index;
        this.process = process;
        this.output = output;
    }

    public int Index { get; }

    public int Id { get; private set; }

    /// <summary>Whether it was told to end when it has nothing to do.</summary>
    public bool ToldToStop { get; set; }

    /// <summary>Completes when the process is gone; its output may still be open in what it started.</summary>
    public Task Exited => exited.Task;

    /// <summary>Starts a child. The calling thread must outlive it: the kernel kills the child when that thread ends.</summary>
    /// <exception cref="Win32Exception">The program can't be started.</exception>
    public static ChildProcess Start(int index, ProcessStartInfo start, WorkerFiles files)
    {
        var child = new ChildProcess(index, new Process { StartInfo = start, EnableRaisingEvents = true }, files.Of(index));
        child.process.Exited += (_, _) => child.exited.TrySetResult();
        child.process.OutputDataReceived += (_, e) => child.OnLine(e.Data, isError: false);
        child.process.ErrorDataReceived += (_, e) => child.OnLine(e.Data, isError: true);
        child.process.Start();
        child.Id = child.process.Id;
        files.Begin(index, child.Id);
        child.process.StandardInput.Close();
        child.process.BeginOutputReadLine();
        child.process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Kills it and what it started.</summary>
    public void Kill(string? reason)
    {
        killReason ??= reason;
        if (!Exited.IsCompleted)
            Libc.KillGroup(Id);
    }

    /// <summary>How it ended; call when it has. Waits a moment for the last lines that it wrote.</summary>
    public WorkerEnd DescribeEnd()
    {
        openStreams.Wait(OutputGrace);
        string words;
        lock (lastWords)
            words = string.Join(Environment.NewLine, lastWords);
        int code = process.ExitCode;
        bool signaled = code is > 128 and < 192;
        string reason = killReason ?? (signaled ? $"killed by signal {code - 128} ({SignalName.Of(code - 128)})" : $"exit code {code}");
        return new WorkerEnd(reason, signaled ? null : code, signaled ? code - 128 : null, words);
    }

    public void Dispose() => process.Dispose();

    private void OnLine(string? line, bool isError)
    {
        if (line is null)
        {
            openStreams.Signal();
            return;
        }

        if (isError)
        {
            lock (lastWords)
            {
                lastWords.Enqueue(line);
                if (lastWords.Count > LastLines)
                    lastWords.Dequeue();
            }
        }

        output.WriteLine(new WorkOutputLine(line, isError, Index));
    }
}
