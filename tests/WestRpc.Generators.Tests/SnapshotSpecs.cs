namespace WestRpc.Generators.Tests;

/// <summary>The comparer that the scenarios trust.</summary>
public sealed class SnapshotSpecs : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("westrpc-snapshot-").FullName;

    private string Verified => Path.Combine(directory, "Name.verified.cs");

    private string Received => Path.Combine(directory, "Name.received.cs");

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void A_text_that_is_the_verified_one_passes_and_leaves_nothing_behind()
    {
        File.WriteAllText(Verified, "a\nb");
        File.WriteAllText(Received, "of an earlier run");
        Snapshot.Match(directory, "Name", "a\nb\n");
        Assert.False(File.Exists(Received));
    }

    [Fact]
    public void Line_ends_of_another_system_are_no_difference()
    {
        File.WriteAllText(Verified, "a\r\nb\r\n");
        Snapshot.Match(directory, "Name", "a\nb");
        Assert.False(File.Exists(Received));
    }

    [Fact]
    public void A_damaged_verified_text_fails_with_the_lines_that_differ()
    {
        File.WriteAllText(Verified, "one\ntwo\nthree\nfour\nfive\nsix\nseven");
        SnapshotException e = Assert.Throws<SnapshotException>(
            () => Snapshot.Match(directory, "Name", "one\ntwo\n3\nfour\nfive\nsix\nseven\neight"));
        Assert.Equal(
            """
            Name.verified.cs differs. If Name.received.cs is right, rename it.
            @@ line 2 @@
              two
            - three
            + 3
              four
            @@ line 7 @@
              seven
            + eight
            """.ReplaceLineEndings("\n"),
            e.Message);
        Assert.Equal("one\ntwo\n3\nfour\nfive\nsix\nseven\neight", File.ReadAllText(Received));
    }

    [Fact]
    public void A_single_changed_character_of_a_real_snapshot_fails()
    {
        string name = Scenario.Names.First();
        string text = File.ReadAllText(Path.Combine(Repository.Scenarios, name + ".verified.cs"));
        File.WriteAllText(Verified, text.Replace("reader.ReadInt32()", "reader.ReadInt64()", StringComparison.Ordinal));
        SnapshotException e = Assert.Throws<SnapshotException>(() => Snapshot.Match(directory, "Name", Scenario.Of(name).Text));
        Assert.Contains("ReadInt64", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_verified_text_fails_and_renaming_accepts()
    {
        SnapshotException e = Assert.Throws<SnapshotException>(() => Snapshot.Match(directory, "Name", "a"));
        Assert.Equal("Name.verified.cs is missing. If Name.received.cs is right, rename it.", e.Message);
        File.Move(Received, Verified);
        Snapshot.Match(directory, "Name", "a");
        Assert.False(File.Exists(Received));
    }

    [Fact]
    public void Each_snapshot_belongs_to_a_scenario() => Assert.Equal(
        Scenario.Names,
        Directory.EnumerateFiles(Repository.Scenarios, "*.verified.cs").Select(static f => Path.GetFileName(f)[..^".verified.cs".Length])
            .Order(StringComparer.Ordinal));
}
