namespace WestRpc.Benchmarks;

/// <summary>Small calls on ranks against those of mpi4py.</summary>
internal sealed class MpiReferenceBenchmark(string library, string name) : MpiPipelineBase(library, name)
{
    private const int PeerCount = 5_000;

    protected override string Reference => $"mpi4py's MPIPoolExecutor, one submit a task, {Workers} workers, Open MPI";

    // Each of the other's starts three interpreters.
    protected override int Repeats => 5;

    protected override Task<double> MeasureReferenceAsync() =>
        PythonPeer.RateAsync(PythonPeer.Command("mpi_pool", Workers), "rate", PeerCount);
}
