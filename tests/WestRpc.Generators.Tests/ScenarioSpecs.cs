using WestRpc.Tests.Shared;

namespace WestRpc.Generators.Tests;

/// <summary>What is generated is what was reviewed, compiles without a warning, and runs.</summary>
public sealed class ScenarioSpecs
{
    public static TheoryData<string> Names => [.. Scenario.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_generated_code_is_the_verified_one(string name) =>
        Snapshot.Verify(Scenario.Of(name).Text, Repository.Verified(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void It_compiles_without_a_warning(string name)
    {
        Assert.Null(Scenario.Of(name).Result.Exception);
        string complaints = Scenario.Of(name).Compilation.Complaints();
        Assert.True(complaints.Length == 0, complaints);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public Task It_runs_and_shares_its_objects(string name) => Scenario.Of(name).RunAsync(new WorkManagerOptions());

    [Theory]
    [MemberData(nameof(Names))]
    public Task It_runs_and_sends_its_objects(string name) => Scenario.Of(name).RunAsync(new WorkManagerOptions { Isolate = true });
}
