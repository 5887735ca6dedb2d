using System.Diagnostics;
using System.Globalization;

namespace WestRpc.Benchmarks;

/// <summary>Small calls on ranks against those of mpi4py.</summary>
internal sealed class MpiReferenceBenchmark(string library, string name) : MpiPipelineBase(library, name)
{
    private const int PeerCount = 5_000;

    protected override string Reference => $"mpi4py's MPIPoolExecutor, one submit a task, {Workers} workers, Open MPI";

    // Each of the other's starts three interpreters.
    protected override int Repeats => 5;

    protected override async Task<double> MeasureReferenceAsync()
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Peers", "mpi_pool.py");
        (string program, string[] arguments) = MpiLauncher.Command(
            MpiLauncher.OpenMpi, 1 + Workers, [], ["/usr/bin/python3", "-m", "mpi4py.futures", script, $"{PeerCount}"]);
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        foreach ((string variable, string value) in MpiLauncher.Environment)
            start.Environment[variable] = value;
        using Process peer = Process.Start(start)!;
        string rate = await peer.StandardOutput.ReadToEndAsync();
        await peer.WaitForExitAsync();
        return double.Parse(rate, CultureInfo.InvariantCulture);
    }
}
