using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using WestRpc.Diagnostics;
using WestRpc.Programs;
using WestRpc.Workers;

namespace WestRpc.Transports.Processes;

/// <summary>
/// N child processes, each over a Unix socket, started when <see cref="WorkerSlots"/> says so. All state is
/// touched by one lasting thread only.
/// </summary>
internal sealed class ProcessesTransport : IWorkerTransport
{
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan KillGrace = TimeSpan.FromSeconds(5);

    // What a killed process holds it holds until the kernel is done with it; that is looked at so often, for so long.
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan RareLook = TimeSpan.FromMilliseconds(200);

    private readonly WorkManagerOptions options;
    private readonly ILogger logger;
    private readonly LastingThread thread = new("westrpc children");
    private readonly string programTag = ProgramTag.Create();
    private readonly GroupGuard guard;
    private readonly Dictionary<int, Child> children = [];
    private readonly WorkerSlots slots;
    private readonly CancellationTokenSource accepting = new();
    private readonly TaskCompletionSource allGone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SocketDirectory? directory;
    private WorkerFiles? files;
    private ChildProgram? program;
    private Socket? listener;
    private ITransportListener? reports;

    public ProcessesTransport(WorkManagerOptions options, ILogger logger)
    {
        this.options = options;
        this.logger = logger;
        guard = new GroupGuard(logger, programTag);
        slots = new WorkerSlots(options.WorkerCount);
    }

    public int WorkerCount => options.WorkerCount;

    /// <exception cref="WorkConfigurationException">No program to start, no place for a socket, or for what workers print.</exception>
    public void Start(ITransportListener to)
    {
        if (!OperatingSystem.IsLinux())
            throw new WorkConfigurationException("The work manager 'processes' runs on Linux only so far; use threads or serial.");
        reports = to;
        program = ChildProgram.Of(options);
        try
        {
            files = new WorkerFiles(options);
            directory = SocketDirectory.Create();
            listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            listener.Bind(new UnixDomainSocketEndPoint(directory.SocketPath));
            listener.Listen(options.WorkerCount + 16);
        }
        catch (Exception e)
        {
            Release();
            throw e as WorkConfigurationException ?? new WorkConfigurationException(
                $"The workers' socket can't be made in {directory?.Path} ({e.Message}). Set TMPDIR to a directory on a local disk.");
        }

        _ = AcceptAsync(accepting.Token);
        int atOnce = Math.Min(options.WorkerCount, Environment.ProcessorCount) - 1;
        for (int i = 0; i < options.WorkerCount; i++)
        {
            int index = i;
            thread.Post(() => StartChild(index));
            if (i == atOnce)
                thread.Post(guard.Start);
        }
    }

    public void BeginStop() => thread.Post(slots.Stop);

    /// <summary>The program may be over before the thread comes to it; then the kernel kills the children.</summary>
    public void Kill()
    {
        thread.Post(() =>
        {
            slots.Stop();
            KillAll(null);
        });
        directory?.Dispose();
    }

    /// <summary>Waits for the children, which the dispatcher has told to stop; kills those that do not.</summary>
    public async ValueTask DisposeAsync()
    {
        thread.Post(() =>
        {
            slots.Stop();
            foreach (Child child in children.Values.Where(static c => !c.Accepted))
                child.Process.Kill(null);
            CheckAllGone();
        });
        if (!await IsGoneWithin(options.ShutdownTimeout))
        {
            thread.Post(() => KillAll(child =>
                Log.KilledAtShutdown(logger, Identity(child), options.ShutdownTimeout.TotalSeconds)));
            await IsGoneWithin(KillGrace);
        }

        await accepting.CancelAsync();
        Release();
    }

    private void Release()
    {
        listener?.Dispose();
        thread.Dispose();
        guard.Dispose();
        directory?.Dispose();
        files?.Dispose();
    }

    private async Task<bool> IsGoneWithin(TimeSpan time) =>
        await Task.WhenAny(allGone.Task, Task.Delay(time)) == allGone.Task;

    private void StartChild(int index)
    {
        if (!slots.TryStart(index))
            return;
        var resources = WorkerResources.Of(options, index);
        var environment = new WorkerEnvironment(
            options.FirstWorkerIndex + index, directory!.SocketPath, Environment.ProcessId, options.MaxMessageBytes,
            HeartbeatMilliseconds(), resources.ToString(), programTag);
        var share = MachineShare.Of(options, resources, Environment.ProcessorCount);
        ChildProcess process;
        try
        {
            process = ChildProcess.Start(index, ChildCommand.Create(program!, environment, share), files!);
        }
        catch (Win32Exception e)
        {
            Follow(slots.CouldNotStart(index, e.Message), index, null, e.Message);
            return;
        }

        var child = new Child(process);
        children.Add(process.Id, child);
        guard.Add(process.Id);
        process.Exited.ContinueWith(_ => thread.Post(() => OnExited(child)), TaskScheduler.Default);
        thread.Post(
            () =>
            {
                if (!child.Accepted && !process.Exited.IsCompleted)
                    process.Kill($"it did not greet within {options.StartTimeout.TotalSeconds} s (WM_START_TIMEOUT)");
            },
            options.StartTimeout);
    }

    private int HeartbeatMilliseconds() => options.HeartbeatInterval > TimeSpan.Zero
        ? (int)Math.Clamp(options.HeartbeatInterval.TotalMilliseconds, 1, int.MaxValue)
        : 0;

    private async Task AcceptAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                Socket socket = await listener!.AcceptAsync(cancellation);
                thread.Post(() => OnConnected(socket));
            }
            catch (SocketException e)
            {
                // Out of descriptors, say. Who is connected goes on; who is not is tried again when its time is over.
                Log.AcceptFailed(logger, e.Message);
                await DelayAsync(AcceptPause);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    /// <summary>On a thread that is there: the runtime's first timer starts one, which takes descriptors too.</summary>
    private Task DelayAsync(TimeSpan time)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        thread.Post(over.SetResult, time);
        return over.Task;
    }

    private void OnConnected(Socket socket)
    {
        (int processId, int userId) = PeerCredentials.Of(socket);

        // One that has ended is reported as such already, and must not end twice.
        if (!children.TryGetValue(processId, out Child? child) || child.Connected || child.Ended)
        {
            Log.Stranger(logger, processId, userId);
            socket.Dispose();
            return;
        }

        var channel = new ProcessChannel(child.Process, socket, options, logger, _ => thread.Post(() => OnAccepted(child)));
        child.Channel = channel;
        channel.Start(reports!.Joined(channel), end => thread.Post(() => OnEnded(child, end)));
    }

    private void OnAccepted(Child child)
    {
        child.Accepted = true;
        slots.Accepted(child.Process.Index, Now);
    }

    private void OnExited(Child child)
    {
        // What it started and left behind must not live on, nor hold its output open.
        ProcessGroup.Kill(child.Process.Id);

        // One that was connected is reported by its channel, after the last frame that it sent.
        if (!child.Connected)
            OnEnded(child, child.Process.DescribeEnd());
    }

    private void OnEnded(Child child, WorkerEnd end)
    {
        child.Ended = true;
        slots.Ended(child.Process.Index, Now, child.Channel is { HasWorked: true }, child.Process.ToldToStop);
        if (ProcessGroup.Kill(child.Process.Id) | KillPrograms(child, end))
            AwaitGroup(child, end, FirstLook, Stopwatch.GetTimestamp());
        else
            OnGone(child, end);
    }

    /// <summary>Kills the programs of its tasks; whether there were any. A worker that ended in order has ended them itself.</summary>
    private bool KillPrograms(Child child, WorkerEnd end) =>
        end.ExitCode != 0 && ProgramTree.Kill(ProgramTag.OfProcess(programTag, child.Process.Id));

    /// <summary>Waits until nothing is left of a worker, so that its replacement meets none of it.</summary>
    private void AwaitGroup(Child child, WorkerEnd end, TimeSpan delay, long killed) => thread.Post(
        () =>
        {
            if (!ProcessGroup.Lives(child.Process.Id) && !KillPrograms(child, end))
            {
                OnGone(child, end);
            }
            else if (Stopwatch.GetElapsedTime(killed) < KillGrace)
            {
                AwaitGroup(child, end, delay < RareLook ? 2 * delay : delay, killed);
            }
            else
            {
                Log.GroupLives(logger, Identity(child), KillGrace.TotalSeconds);
                OnGone(child, end);
            }
        },
        delay);

    private void OnGone(Child child, WorkerEnd end)
    {
        children.Remove(child.Process.Id);
        guard.Remove(child.Process.Id);
        ScratchPlace.Remove(ScratchPlace.Of(ProgramTag.OfProcess(programTag, child.Process.Id)));
        int index = child.Process.Index;
        Follow(slots.Gone(index, end), index, child, end.Reason);
        child.Process.Dispose();
        CheckAllGone();
    }

    private void Follow(in SlotDecision decision, int index, Child? last, string reason)
    {
        switch (decision.Kind)
        {
            case SlotDecisionKind.Relieve:
                Log.WorkerRelieved(logger, Identity(last!));
                break;
            case SlotDecisionKind.Replace:
                Log.WorkerReplaced(logger, Identity(last!), reason);
                break;
            case SlotDecisionKind.TryAgain:
                Log.StartFailed(logger, reason, decision.Delay.TotalSeconds);
                break;
            case SlotDecisionKind.Fail:
                KillAll(null);
                reports!.Failed(new WorkerStartException(decision.Failure!));
                return;
            default:
                return;
        }

        thread.Post(() => StartChild(index), decision.Delay);
    }

    private void KillAll(Action<Child>? tell)
    {
        foreach (Child child in children.Values)
        {
            tell?.Invoke(child);
            child.Process.Kill(null);
        }
    }

    private void CheckAllGone()
    {
        if (slots.IsAllGone)
            allGone.TrySetResult();
    }

    private static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    private WorkerIdentity Identity(Child child) => new(options.FirstWorkerIndex + child.Process.Index, Environment.MachineName, child.Process.Id);

    private sealed class Child(ChildProcess process)
    {
        public ChildProcess Process { get; } = process;

        /// <summary>Null before it connects.</summary>
        public ProcessChannel? Channel { get; set; }

        public bool Connected => Channel is not null;

        public bool Accepted { get; set; }

        /// <summary>Whether its process is gone; what it started may still be there.</summary>
        public bool Ended { get; set; }
    }
}
