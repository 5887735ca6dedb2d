using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using WestRpc.Diagnostics;
using WestRpc.Workers;

namespace WestRpc.Transports.Processes;

/// <summary>
/// N child processes of this program, each over a Unix socket. A child that dies is replaced under its number; children
/// that can't even start fail the run. All state is touched by one lasting thread only.
/// </summary>
internal sealed class ProcessesTransport : IWorkerTransport
{
    private const int StartFailureLimit = 5;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    // One that lived so long did not die of how it was started.
    private static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KillGrace = TimeSpan.FromSeconds(5);

    // What a killed process holds it holds until the kernel is done with it; that is looked at so often, for so long.
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan RareLook = TimeSpan.FromMilliseconds(200);

    private readonly WorkManagerOptions options;
    private readonly ILogger logger;
    private readonly LastingThread thread = new("westrpc children");
    private readonly GroupGuard guard;
    private readonly Dictionary<int, Child> children = [];
    private readonly int[] shortLives;
    private readonly CancellationTokenSource accepting = new();
    private readonly TaskCompletionSource allGone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SocketDirectory? directory;
    private Socket? listener;
    private ITransportListener? reports;
    private int startFailures;
    private bool stopping;

    public ProcessesTransport(WorkManagerOptions options, ILogger logger)
    {
        this.options = options;
        this.logger = logger;
        guard = new GroupGuard(logger);
        shortLives = new int[options.WorkerCount];
    }

    public int WorkerCount => options.WorkerCount;

    /// <exception cref="WorkConfigurationException">No place for a socket.</exception>
    public void Start(ITransportListener to)
    {
        if (!OperatingSystem.IsLinux())
            throw new WorkConfigurationException("The work manager 'processes' runs on Linux only so far; use threads or serial.");
        reports = to;
        try
        {
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

    public void BeginStop() => thread.Post(() => stopping = true);

    /// <summary>The program may be over before the thread comes to it; then the kernel kills the children.</summary>
    public void Kill()
    {
        thread.Post(() =>
        {
            stopping = true;
            KillAll(null);
        });
        directory?.Dispose();
    }

    /// <summary>Waits for the children, which the dispatcher has told to stop; kills those that do not.</summary>
    public async ValueTask DisposeAsync()
    {
        thread.Post(() =>
        {
            stopping = true;
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
    }

    private async Task<bool> IsGoneWithin(TimeSpan time) =>
        await Task.WhenAny(allGone.Task, Task.Delay(time)) == allGone.Task;

    private void StartChild(int index)
    {
        if (stopping)
            return;
        var environment = new WorkerEnvironment(
            index, directory!.SocketPath, Environment.ProcessId, options.MaxMessageBytes,
            HeartbeatMilliseconds(), WorkerResources.Of(options, index).ToString());
        ChildProcess process;
        try
        {
            process = ChildProcess.Start(index, ChildCommand.Create(environment), options.Output);
        }
        catch (Exception e) when (e is Win32Exception or WorkConfigurationException)
        {
            OnStartFailed(index, e.Message, "");
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
                await Task.Delay(FirstDelay, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void OnConnected(Socket socket)
    {
        (int processId, int userId) = PeerCredentials.Of(socket);
        if (!children.TryGetValue(processId, out Child? child) || child.Connected)
        {
            Log.Stranger(logger, processId, userId);
            socket.Dispose();
            return;
        }

        child.Connected = true;
        var channel = new ProcessChannel(child.Process, socket, options, logger, _ => thread.Post(() => OnAccepted(child)));
        channel.Start(reports!.Joined(channel), end => thread.Post(() => OnEnded(child, end)));
    }

    private void OnAccepted(Child child)
    {
        child.Accepted = true;
        child.AcceptedAt = Stopwatch.GetTimestamp();
        startFailures = 0;
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
        if (ProcessGroup.Kill(child.Process.Id))
            AwaitGroup(child, end, FirstLook, Stopwatch.GetTimestamp());
        else
            OnGone(child, end);
    }

    /// <summary>Waits until nothing is left of a worker's group, so that its replacement meets none of it.</summary>
    private void AwaitGroup(Child child, WorkerEnd end, TimeSpan delay, long killed) => thread.Post(
        () =>
        {
            if (!ProcessGroup.Lives(child.Process.Id))
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
        if (!stopping)
        {
            if (child.Accepted)
                Replace(child, end);
            else
                OnStartFailed(child.Process.Index, end.Reason, end.StandardError);
        }

        child.Process.Dispose();
        CheckAllGone();
    }

    private void Replace(Child child, WorkerEnd end)
    {
        int index = child.Process.Index;
        if (child.Process.ToldToStop)
        {
            Log.WorkerRelieved(logger, Identity(child));
            StartChild(index);
            return;
        }

        Log.WorkerReplaced(logger, Identity(child), end.Reason);
        shortLives[index] = Stopwatch.GetElapsedTime(child.AcceptedAt) < ShortLife ? shortLives[index] + 1 : 0;
        thread.Post(() => StartChild(index), DelayAfter(shortLives[index] - 1));
    }

    private void OnStartFailed(int index, string reason, string standardError)
    {
        startFailures++;

        // While others work the trouble may be a passing one, and what they work on must not be lost to it.
        if (startFailures < StartFailureLimit || children.Values.Any(static c => c.Accepted && !c.Ended))
        {
            TimeSpan delay = DelayAfter(startFailures);
            Log.StartFailed(logger, reason, delay.TotalSeconds);
            thread.Post(() => StartChild(index), delay);
            return;
        }

        stopping = true;
        KillAll(null);
        string words = standardError.Length == 0 ? "" : $" Its standard error ended with:{Environment.NewLine}{standardError}";
        reports!.Failed(new WorkerStartException(
            $"{StartFailureLimit} workers in a row ended before they could take a task; the last: {reason}.{words}"));
    }

    /// <summary>None after none; then twice as long each time.</summary>
    private static TimeSpan DelayAfter(int failures) => failures <= 0
        ? TimeSpan.Zero
        : TimeSpan.FromTicks(Math.Min(FirstDelay.Ticks << Math.Min(failures - 1, 20), LongestDelay.Ticks));

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
        if (stopping && children.Count == 0)
            allGone.TrySetResult();
    }

    private static WorkerIdentity Identity(Child child) => new(child.Process.Index, Environment.MachineName, child.Process.Id);

    private sealed class Child(ChildProcess process)
    {
        public ChildProcess Process { get; } = process;

        public bool Connected { get; set; }

        public bool Accepted { get; set; }

        public long AcceptedAt { get; set; }

        /// <summary>Whether its process is gone; what it started may still be there.</summary>
        public bool Ended { get; set; }
    }
}
