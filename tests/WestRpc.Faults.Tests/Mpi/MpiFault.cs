namespace WestRpc.Faults.Tests.Mpi;

/// <summary>One row of the table for <c>mpi</c>: something that breaks, and how a run comes out of it under each launcher.</summary>
/// <param name="Name">What breaks.</param>
/// <param name="Do">Breaks it, and says how the run came out.</param>
/// <param name="OpenMpi">What is expected of Open MPI's <c>mpirun</c>; null where the fault makes no sense.</param>
/// <param name="Recovering">What is expected of it with <c>--enable-recovery</c>.</param>
/// <param name="Mpich">What is expected of MPICH's <c>mpiexec</c>.</param>
internal sealed record MpiFault(
    string Name, Func<MpiRun, Task<string>> Do, string? OpenMpi = null, string? Recovering = null, string? Mpich = null)
{
    /// <summary>The cells of this row: launcher and expected outcome.</summary>
    public IEnumerable<(string Launcher, string Expected)> Cells =>
        ((string Launcher, string? Expected)[])[(MpiRun.OpenMpi, OpenMpi), (MpiRun.Recovering, Recovering), (MpiRun.Mpich, Mpich)]
            is var all ? all.Where(static c => c.Expected is not null).Select(static c => (c.Launcher, c.Expected!)) : [];
}
