using WestRpc.Tests.Shared;
using Xunit.Sdk;

namespace WestRpc.Tests.PublicApi;

/// <summary>The comparer itself.</summary>
public sealed class SnapshotTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("westrpc-test-").FullName;

    private string Verified => Path.Combine(folder, "a.verified.txt");

    private string Received => Path.Combine(folder, "a.received.txt");

    [Fact]
    public void Verify_SameText_PassesAndRemovesWhatWasReceivedBefore()
    {
        File.WriteAllText(Verified, "one\r\ntwo\r\n");
        File.WriteAllText(Received, "old");
        Snapshot.Verify("one\ntwo", Verified);
        Assert.False(File.Exists(Received));
    }

    [Fact]
    public void Verify_OtherText_FailsWithTheLinesThatDifferAndLeavesWhatCame()
    {
        File.WriteAllText(Verified, "0\n1\n2\n3\nold\n5\n6\n7\n");
        FailException e = Assert.Throws<FailException>(() => Snapshot.Verify("0\n1\n2\n3\nnew\n5\n6\n7\n8", Verified));
        Assert.Contains("  ...\n  2\n  3\n- old\n+ new\n  5\n  6\n  7\n+ 8\n", e.Message, StringComparison.Ordinal);
        Assert.Equal("0\n1\n2\n3\nnew\n5\n6\n7\n8\n", File.ReadAllText(Received));
    }

    [Fact]
    public void Verify_NoReviewedFile_Fails()
    {
        FailException e = Assert.Throws<FailException>(() => Snapshot.Verify("text", Verified));
        Assert.Contains("There is no a.verified.txt", e.Message, StringComparison.Ordinal);
        Assert.Equal("text\n", File.ReadAllText(Received));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
