using System.Runtime.InteropServices;
using WestRpc.Dispatch;

namespace WestRpc;

/// <summary>
/// Ctrl-C and SIGTERM in the master: the first stops in order, the second at once.
/// </summary>
internal sealed class SignalWatch : IDisposable
{
    // A body that does not look at its token is not waited for longer than this.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource signaled = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly Timer graceOver;
    private IInterruptible? work;
    private int count;

    public SignalWatch()
    {
        graceOver = new Timer(_ => ExitNow(ExitCode!.Value));
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, c => OnSignal(c, 130)));
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => OnSignal(c, 143)));
    }

    /// <summary>Fires at the first signal.</summary>
    public CancellationToken Token => signaled.Token;

    /// <summary>128 and the signal's number, once one has come.</summary>
    public int? ExitCode { get; private set; }

    public void Watch(IInterruptible manager)
    {
        work = manager;
        if (ExitCode is not null)
            manager.Interrupt(signaled.Token);
    }

    public void Dispose()
    {
        graceOver.Dispose();
        foreach (PosixSignalRegistration registration in registrations)
            registration.Dispose();
    }

    private void OnSignal(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref count) > 1)
            ExitNow(exitCode);

        ExitCode = exitCode;
        graceOver.Change(Grace, Timeout.InfiniteTimeSpan);
        ThreadPool.UnsafeQueueUserWorkItem(static watch => watch.Interrupt(), this, preferLocal: false);
    }

    private void Interrupt()
    {
        // What the body registered on its token runs on other threads: it may take long, or throw.
        signaled.CancelAsync().ObserveFailure();
        work?.Interrupt(signaled.Token);
    }

    private void ExitNow(int code)
    {
        work?.Kill();
        Environment.Exit(code);
    }
}
