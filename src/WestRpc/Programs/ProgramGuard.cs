using Microsoft.Extensions.Logging.Abstractions;
using WestRpc.Transports.Processes;

namespace WestRpc.Programs;

/// <summary>
/// Ends what programs are left when this process is gone. A worker process has its master for that; one that is its own
/// master, or the launcher's, has a <see cref="GroupGuard"/> from its first program on.
/// </summary>
internal static class ProgramGuard
{
    private static readonly Lock Gate = new();
    private static GroupGuard? guard;

    public static void Ensure()
    {
        if (ProgramTag.IsGuarded || Volatile.Read(ref guard) is not null)
            return;
        lock (Gate)
        {
            if (guard is not null)
                return;
            var started = new GroupGuard(NullLogger.Instance, ProgramTag.OfThisProcess);
            started.Start();
            AppDomain.CurrentDomain.ProcessExit += (_, _) => started.Dispose();
            Volatile.Write(ref guard, started);
        }
    }
}
