using WestRpc.Tests.Shared;
using Xunit.Sdk;

namespace WestRpc.Generators.Tests;

/// <summary>A verified file that is not what is generated fails, however little it differs.</summary>
public sealed class SnapshotSpecs : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("westrpc-test-").FullName;

    public static TheoryData<string> Names => [.. Scenario.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_damaged_verified_file_fails_and_says_where(string name)
    {
        string[] lines = File.ReadAllLines(Repository.Verified(name));
        int damaged = Array.FindLastIndex(lines, static l => l.Length > 20);
        string line = lines[damaged];
        lines[damaged] = line[..^1] + "x";
        FailException e = Assert.Throws<FailException>(() => Verify(name, lines));
        Assert.Contains($"- {lines[damaged]}\n+ {line}\n", e.Message, StringComparison.Ordinal);
        Assert.Equal(Scenario.Of(name).Text.TrimEnd('\n') + "\n", File.ReadAllText(Path.Combine(folder, name + ".received.cs")));
    }

    [Fact]
    public void A_line_more_or_less_or_no_file_at_all_fails()
    {
        string name = Scenario.Names.First();
        string[] lines = File.ReadAllLines(Repository.Verified(name));
        Assert.Throws<FailException>(() => Verify(name, lines[..^1]));
        Assert.Throws<FailException>(() => Verify(name, [.. lines, "// more"]));
        Assert.Throws<FailException>(() => Snapshot.Verify(Scenario.Of(name).Text, Path.Combine(folder, "None.verified.cs")));
        Verify(name, lines);
    }

    [Fact]
    public void Each_verified_file_is_of_a_scenario() => Assert.Equal(
        Scenario.Names,
        Directory.EnumerateFiles(Repository.Scenarios, "*.verified.cs")
            .Select(static f => Path.GetFileName(f)[..^".verified.cs".Length]).Order(StringComparer.Ordinal));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Verify(string name, string[] lines)
    {
        string copy = Path.Combine(folder, name + ".verified.cs");
        File.WriteAllLines(copy, lines);
        Snapshot.Verify(Scenario.Of(name).Text, copy);
    }
}
