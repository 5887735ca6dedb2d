using System.ComponentModel;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using WestRpc.Diagnostics;

namespace WestRpc.Transports.Processes;

/// <summary>
/// N child processes of this program, each over a Unix socket. A child that dies is replaced under its number; children
/// that can't even start fail the run. All state is touched by one lasting thread only.
/// </summary>
internal sealed class ProcessesTransport : IWorkerTransport
{
    private const int StartFailureLimit = 5;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan KillGrace = TimeSpan.FromSeconds(5);

    private readonly WorkManagerOptions options;
    private readonly ILogger logger;
    private readonly LastingThread thread = new("westrpc children");
    private readonly Dictionary<int, Child> children = [];
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
    }

    public int WorkerCount => options.WorkerCount;

    /// <exception cref="WorkConfigurationException">No place for a socket.</exception>
    public void Start(ITransportListener to)
    {
        if (!OperatingSystem.IsLinux())
            throw new WorkConfigurationException("The work manager 'processes' runs on Linux only so far; use threads or serial.");
        reports = to;
        directory = SocketDirectory.Create();
        listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(directory.SocketPath));
        listener.Listen(options.WorkerCount + 16);
        _ = AcceptAsync(accepting.Token);
        for (int i = 0; i < options.WorkerCount; i++)
        {
            int index = i;
            thread.Post(() => StartChild(index));
        }
    }

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
        listener?.Dispose();
        thread.Dispose();
        directory?.Dispose();
    }

    private async Task<bool> IsGoneWithin(TimeSpan time) =>
        await Task.WhenAny(allGone.Task, Task.Delay(time)) == allGone.Task;

    private void StartChild(int index)
    {
        if (stopping)
            return;
        var environment = new WorkerEnvironment(index, directory!.SocketPath, Environment.ProcessId, options.MaxMessageBytes);
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
        process.Exited.ContinueWith(_ => thread.Post(() => OnExited(child)), TaskScheduler.Default);
        thread.Post(
            () =>
            {
                if (!child.Accepted && !process.Exited.IsCompleted)
                    process.Kill($"it did not greet within {options.StartTimeout.TotalSeconds} s (WM_START_TIMEOUT)");
            },
            options.StartTimeout);
    }

    private async Task AcceptAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                Socket socket = await listener!.AcceptAsync(cancellation);
                thread.Post(() => OnConnected(socket));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            if (!cancellation.IsCancellationRequested)
                reports!.Failed(new WorkerStartException($"Workers can't connect any more: {e.Message}", e));
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
        startFailures = 0;
    }

    private void OnExited(Child child)
    {
        // One that was connected is reported by its channel, after the last frame that it sent.
        if (!child.Connected)
            OnEnded(child, child.Process.DescribeEnd());
    }

    private void OnEnded(Child child, WorkerEnd end)
    {
        children.Remove(child.Process.Id);
        int index = child.Process.Index;
        if (!stopping)
        {
            if (child.Accepted)
            {
                Log.WorkerReplaced(logger, Identity(child), end.Reason);
                StartChild(index);
            }
            else
                OnStartFailed(index, end.Reason, end.StandardError);
        }

        child.Process.Dispose();
        CheckAllGone();
    }

    private void OnStartFailed(int index, string reason, string standardError)
    {
        if (++startFailures < StartFailureLimit)
        {
            Log.StartFailed(logger, reason, startFailures, StartFailureLimit);
            thread.Post(() => StartChild(index), FirstDelay * (1 << (startFailures - 1)));
            return;
        }

        stopping = true;
        KillAll(null);
        string words = standardError.Length == 0 ? "" : $" Its standard error ended with:{Environment.NewLine}{standardError}";
        reports!.Failed(new WorkerStartException(
            $"{StartFailureLimit} workers in a row ended before they could take a task; the last: {reason}.{words}"));
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
        if (stopping && children.Count == 0)
            allGone.TrySetResult();
    }

    private static WorkerIdentity Identity(Child child) => new(child.Process.Index, Environment.MachineName, child.Process.Id);

    private sealed class Child(ChildProcess process)
    {
        public ChildProcess Process { get; } = process;

        public bool Connected { get; set; }

        public bool Accepted { get; set; }
    }
}
