namespace WestRpc.Mpi.Tests.Runs;

/// <summary>The main job, over MPI.</summary>
public sealed class WeightedEnsembleTests
{
    public static TheoryData<string> Libraries => MpiLauncher.Both;

    [Theory(Timeout = 240_000)]
    [MemberData(nameof(Libraries))]
    public async Task The_results_are_byte_for_byte_those_of_serial(string library)
    {
        string folder = Directory.CreateTempSubdirectory("westrpc-test-").FullName;
        try
        {
            string serial = Path.Combine(folder, "serial");
            string mpi = Path.Combine(folder, "mpi");
            (int code, _, string error) = await RunningProgram.RunAsync(
                Repository.WeightedEnsemble, "--iterations", "10", "--out", serial, "--work-manager", "serial");
            Assert.True(code == 0, error);
            await using RunningProgram run = MpiLauncher.Start(
                library, 3, new Dictionary<string, string>(), [],
                Repository.WeightedEnsemble, "--iterations", "10", "--out", mpi, "--work-manager", "mpi");
            (code, string output, error) = await run.EndAsync();
            Assert.True(code == 0, error);
            Assert.Contains("mpi, 2 workers", output, StringComparison.Ordinal);
            Assert.DoesNotContain('\e', output + error);
            Assert.True(Results(serial).AsSpan().SequenceEqual(Results(mpi)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] Results(string folder) => File.ReadAllBytes(Path.Combine(folder, "results.json"));
}
