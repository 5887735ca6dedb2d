using System.Reflection;
using MessagePack;

namespace WestRpc.Tests.Wire;

/// <summary>What generated code writes and reads: all comes back, and bad bytes are refused without harm.</summary>
public sealed class GeneratedFormatTests
{
    [Fact]
    public void Arguments_OfManyTypes_ComeBack()
    {
        Everything sent = Everything.Sample;
        Everything back = WireBytes.Read<TestTasks.EchoEverythingTask>(WireBytes.Write(new TestTasks.EchoEverythingTask(sent))).Everything;
        foreach (PropertyInfo property in typeof(Everything).GetProperties().Where(static p => p.Name != nameof(Everything.Nodes)))
            Assert.Equal(property.GetValue(sent), property.GetValue(back));
        Assert.Equal(sent.Nodes.Keys, back.Nodes.Keys);
        Assert.Equal(sent.Nodes[1], back.Nodes[1]);
        Assert.Empty(back.Nodes[2]);
    }

    [Fact]
    public void Arguments_MessagePackObject_AreMessagePackCSharpsBytes()
    {
        var particle = new Particle { Name = "p", Position = [1, 2.5], Seen = new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc) };
        byte[] theirs = MessagePackSerializer.Serialize(particle, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(Convert.ToHexString([0x91, .. theirs]), Convert.ToHexString(WireBytes.Write(new TestTasks.EchoParticleTask(particle))));
        Particle back = WireBytes.Read<TestTasks.EchoParticleTask>([0x91, .. theirs]).Particle;
        Assert.Equal(particle.Position, back.Position);
        Assert.Equal(particle.Seen, back.Seen);
    }

    [Fact]
    public void Arguments_Hostile_AreSerializationExceptionOnly()
    {
        HostileBytes.Check<WorkSerializationException>(
            WireBytes.Write(new TestTasks.PropagateTask(1.5, 1_000_000)), static bytes => WireBytes.Read<TestTasks.PropagateTask>(bytes));
        HostileBytes.Check<WorkSerializationException>(
            WireBytes.Write(new TestTasks.EchoNumbersTask([1, 2, 3])), static bytes => WireBytes.Read<TestTasks.EchoNumbersTask>(bytes));
        HostileBytes.Check<WorkSerializationException>(
            WireBytes.Write(new TestTasks.EchoParticleTask(new Particle { Name = "p", Position = [1] })),
            static bytes => WireBytes.Read<TestTasks.EchoParticleTask>(bytes));
        HostileBytes.Check<WorkSerializationException>(
            WireBytes.Write(new TestTasks.EchoEverythingTask(Everything.Sample)), static bytes => WireBytes.Read<TestTasks.EchoEverythingTask>(bytes));
    }

    /// <summary>A collection's header can't announce more items than bytes follow: MessagePack's reader refuses it.</summary>
    [Theory]
    [InlineData("91dd7fffffff")]
    [InlineData("91dd80000000")]
    [InlineData("91ddffffffff")]
    [InlineData("91dd0010000000")]
    public void Arguments_ArrayThatAnnouncesTooMany_AllocatesNothing(string hex)
    {
        Refuses<TestTasks.EchoWideTask>(hex);
        Refuses<TestTasks.EchoJaggedTask>(hex);
        Refuses<TestTasks.EchoTableTask>(hex.Replace("dd", "df", StringComparison.Ordinal));
    }

    /// <summary>Each collection by itself may have as many items as bytes follow; nested in one another MessagePack's reader refuses that.</summary>
    [Fact]
    public void Arguments_NestedArraysThatEachAnnounceAllThatFollows_TakeMemoryForOneOfThem()
    {
        byte[] bytes = [0x91, .. new HostileFrames(new Random(1), []).Tower(400)];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<WorkSerializationException>(() => WireBytes.Read<TestTasks.EchoFamilyTask>(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    private static void Refuses<TCall>(string hex)
        where TCall : WorkEnvelope
    {
        byte[] bytes = Convert.FromHexString(hex);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<WorkSerializationException>(() => WireBytes.Read<TCall>(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }
}
