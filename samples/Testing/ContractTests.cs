using WestRpc.Testing;
using WestRpc.Tests.Shared;

namespace Ensemble.Tests;

/// <summary>What crosses the wire changes on purpose only.</summary>
public sealed class ContractTests
{
    [Fact]
    public void The_tasks_and_what_they_send_are_the_reviewed_ones()
    {
        string text = WorkTaskSnapshot.Of(File.ReadAllText(Path.Combine(Snapshots.Project, "Propagator.cs")));
        Snapshot.Verify(text, Snapshots.File("Propagator")); // With Verify: await Verify(text);
    }
}
