namespace WestRpc.Packages.Tests;

/// <summary>A project that commits the contracts of its tasks, by a property alone.</summary>
public sealed class ContractsFileSpecs(Packed packed)
{
    private string File => Path.Combine(packed.Strangers, "Contracts", "WorkTaskContracts.txt");

    private string Source => Path.Combine(packed.Strangers, "Contracts", "Propagator.cs");

    [Fact(Timeout = 300_000)]
    public async Task The_first_build_writes_the_file_the_next_ones_compare_and_one_with_the_property_accepts()
    {
        Assert.DoesNotContain("WRPC", await BuildAsync(), StringComparison.Ordinal);
        string first = Read(File);
        Assert.Equal(
            """
            # What the tasks of this project take, return and send. The build wrote this file; commit it.
            # It says when a contract changes; dotnet build -p:UpdateWorkTaskContracts=true accepts that.

            Ensemble.Propagator.Count(Ensemble.Segment[] segments) -> int
              Ensemble.Segment(int Id, double[] Position)

            a;b %41, 'c' $(d) @(e).Propagate(Ensemble.Segment segment, int steps) -> Ensemble.Segment
              Ensemble.Segment(int Id, double[] Position)

            """,
            first);

        Assert.DoesNotContain("WRPC", await BuildAsync(), StringComparison.Ordinal);

        System.IO.File.WriteAllText(Source, Read(Source).Replace("double[] Position", "float[] Position", StringComparison.Ordinal));
        string output = await BuildAsync();
        Assert.Contains(
            "Propagator.cs(11,24): warning WRPC030: The contract of the task 'Ensemble.Propagator.Count' is not the committed one (member 'Position' of Ensemble.Segment: WorkTaskContracts.txt has 'double[]', the code 'float[]'),",
            output, StringComparison.Ordinal);
        Assert.Equal(first, Read(File));

        Assert.DoesNotContain("WRPC", await BuildAsync("-p:UpdateWorkTaskContracts=true"), StringComparison.Ordinal);
        Assert.Equal(first.Replace("double[]", "float[]", StringComparison.Ordinal), Read(File));
        Assert.DoesNotContain("WRPC", await BuildAsync(), StringComparison.Ordinal);
    }

    private Task<string> BuildAsync(params string[] options) =>
        packed.TryDotnetAsync(["build", "Contracts", "-nologo", .. options]);

    private static string Read(string file) => System.IO.File.ReadAllText(file);
}
