using WestRpc.ZeroMQ.Master;

namespace WestRpc.ZeroMQ.Tests.Life;

public sealed class WorkerNumbersTests
{
    [Fact]
    public void Allocate_FirstOnItsHost_OneForEachCore() => Assert.Equal(0..4, WorkerNumbers.Allocate([], null, cores: 4));

    [Fact]
    public void Allocate_HostIsCovered_None() => Assert.Equal(0, Count(WorkerNumbers.Allocate([0..4], null, cores: 4)));

    [Fact]
    public void Allocate_HostIsCoveredAndToldHowMany_NumbersGoOn() => Assert.Equal(4..6, WorkerNumbers.Allocate([0..4], 2, cores: 4));

    [Fact]
    public void Allocate_MasterWithoutWorkers_DoesNotCover() => Assert.Equal(0..4, WorkerNumbers.Allocate([0..0], null, cores: 4));

    [Fact]
    public void Allocate_GapIsLargeEnough_FillsIt() => Assert.Equal(2..4, WorkerNumbers.Allocate([4..8, 0..2], 2, cores: 4));

    [Fact]
    public void Allocate_GapIsTooSmall_GoesBehind() => Assert.Equal(8..11, WorkerNumbers.Allocate([4..8, 0..2], 3, cores: 4));

    private static int Count(Range numbers) => numbers.End.Value - numbers.Start.Value;
}
