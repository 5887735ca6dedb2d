using WestRpc.Tests.Shared;
using Xunit.Sdk;

namespace WestRpc.Generators.Tests;

/// <summary>What the snapshots of the scenarios are worth; the comparer has tests of its own.</summary>
public sealed class SnapshotSpecs : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("westrpc-snapshot-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void A_single_changed_character_of_a_real_snapshot_fails()
    {
        string name = Scenario.Names.First();
        string verified = Path.Combine(directory, "Name.verified.cs");
        string text = File.ReadAllText(Repository.Verified(name));
        File.WriteAllText(verified, text.Replace("reader.ReadInt32()", "reader.ReadInt64()", StringComparison.Ordinal));
        FailException e = Assert.Throws<FailException>(() => Snapshot.Verify(Scenario.Of(name).Text, verified));
        Assert.Contains("ReadInt64", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_snapshot_belongs_to_a_scenario() => Assert.Equal(
        Scenario.Names,
        Directory.EnumerateFiles(Repository.Scenarios, "*.verified.cs").Select(static f => Path.GetFileName(f)[..^".verified.cs".Length])
            .Order(StringComparer.Ordinal));
}
