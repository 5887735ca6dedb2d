namespace WestRpc.EndToEnd.Tests;

/// <summary>What a user gets wrong, on the command line or in the input file.</summary>
public sealed partial class WeightedEnsembleSpecs
{
    [Theory(Timeout = Limit)]
    [InlineData("--iterations is 'many', which is not a whole number from 1 to 100000000.", "--iterations", "many")]
    [InlineData("--seed is '-1', which is not a whole number from 0 to 9223372036854775807.", "--seed", "-1")]
    [InlineData("--segments-per-task is '0', which is not a whole number from 1 to 1000000.", "--segments-per-task", "0")]
    [InlineData("'--fast' is not an option; allowed are ", "--fast")]
    [InlineData("--input is 'none.json', which can't be read (", "--input", "none.json")]
    [InlineData("--out is '/proc/none', where nothing can be written (", "--out", "/proc/none")]
    [InlineData("--work-manager is 'slurm', which is not one of mpi, processes, serial, threads, zmq.", "--work-manager", "slurm")]
    public async Task Bad_options_are_one_line_and_exit_code_2(string message, params string[] arguments)
    {
        (int code, string output, string error) = await RunningProgram.RunAsync(Repository.WeightedEnsemble, arguments);
        Assert.StartsWith(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
        Assert.Equal("", output);
        Assert.Equal(2, code);
    }

    [Theory(Timeout = Limit)]
    [InlineData("\"diffusion\": 1,", "\"diffusion\": -1,", "diffusion is -1; it must be a number above 0.")]
    [InlineData("-1.8, -1.7", "-1.7, -1.8", "binBoundaries[3] is -1.8; it must be above the one before it, -1.7.")]
    [InlineData("\"source\": -1,", "\"source\": 1.5,", "source is 1.5; it must be outside the target, which is above 1.")]
    [InlineData("\"source\": -1,", "\"source\": -5,", "source is -5; it must be inside the bins, from -2 to 1.")]
    [InlineData("\"diffusion\": 1,", "\"difusion\": 1,", "difusion")]
    [InlineData("\"diffusion\": 1,", "", "diffusion")]
    [InlineData("\"walkersPerBin\": 20,", "\"walkersPerBin\": \"20\",", "walkersPerBin: ")]
    [InlineData("\"double-well\"", "\"triple-well\"", "potential.kind: ")]
    [InlineData("\"above\": 1", "\"above\": 1, \"below\": -3", "target is {\"above\": 1, \"below\": -3}; it must be either ")]
    [InlineData("\"iterations\": 2000,", "\"iterations\": 0,", "iterations is 0; it must be a whole number of at least 1.")]
    [InlineData("{", "[", "")]
    [InlineData("\"above\": 1", "", "target is {}; it must be either {\"above\": x} or {\"below\": x}.")]
    [InlineData("  -2, -1.9", "  -1e999, -1.9", "binBoundaries[0] is -Infinity; it must be a finite number.")]
    [InlineData("0.9,\n    1", "0.9,\n    1e999", "binBoundaries[30] is Infinity; it must be a finite number.")]
    [InlineData("\"source\": -1,", "\"source\": -1e999,", "source is -Infinity; it must be a finite number.")]
    [InlineData("\"above\": 1", "\"above\": 1e999", "target.above is Infinity; it must be a finite number.")]
    [InlineData("\"diffusion\": 1,", "\"diffusion\": 1, \"reflectingWall\": 1e999,", "reflectingWall is Infinity; it must be a finite number.")]
    [InlineData("\"barrier\": 8", "\"barrier\": 900", "potential.barrier is 900; it must be such that, with these bins, the exact rate is a number above 0, not NaN.")]
    [InlineData("\"barrier\": 8", "\"barrier\": 1e-300", "potential.barrier is 1E-300; it must be such that, with these bins, the exact rate is a number above 0, not NaN.")]
    public Task A_malformed_input_is_one_line_and_exit_code_2(string right, string wrong, string message) =>
        RefusedAsync(right, wrong, message, "double-well.json");

    [Theory(Timeout = Limit)]
    [InlineData("\"below\": 1.3", "\"above\": 1.3", "target is {\"above\": 1.3}; it must be {\"below\": x} for this potential.")]
    [InlineData("\"below\": 1.3", "\"below\": -1.3", "target.below is -1.3; it must be above 0, where this potential begins.")]
    [InlineData("\"below\": 1.3", "", "target is {}; it must be either {\"above\": x} or {\"below\": x}.")]
    [InlineData("\"origin\": 1", "\"origin\": 1e999", "potential.origin is Infinity; it must be a finite number.")]
    [InlineData("\"amplitude\": 10", "\"amplitude\": 1e6", "potential.amplitude is 1000000; it must be such that, with these bins, the exact rate is a number above 0, not NaN.")]
    public Task A_malformed_input_with_the_other_potential_as_well(string right, string wrong, string message) =>
        RefusedAsync(right, wrong, message, "odld.json");

    private async Task RefusedAsync(string right, string wrong, string message, string own)
    {
        string path = await InputAsync(right, wrong, own);
        (int code, string output, string error) = await RunningProgram.RunAsync(
            Repository.WeightedEnsemble, "--serial", "--input", path, "--out", directory);
        Assert.StartsWith($"--input {path}: ", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
        Assert.Equal("", output);
        Assert.Equal(2, code);
    }
}
