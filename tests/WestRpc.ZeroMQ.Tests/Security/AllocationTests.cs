using WestRpc.ZeroMQ.Security;
using static WestRpc.ZeroMQ.Tests.Security.TestSession;

namespace WestRpc.ZeroMQ.Tests.Security;

/// <summary>Sealing and opening make no garbage.</summary>
public sealed class AllocationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(64)]
    [InlineData(1 << 20)]
    public void SealAndOpen_AfterTheFirst_AllocateNothing(int length)
    {
        using TestSession session = Start();
        SealedSession node = session.Node.Tasks, master = session.Master.Tasks;
        byte[] frame = new byte[length + SealedFrame.Overhead];
        Turn();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            Turn();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Turn()
        {
            node.Sending.Seal(frame);
            master.Receiving.Open(frame);
            master.Sending.Seal(frame);
            node.Receiving.Open(frame);
        }
    }

    [Fact]
    public void Announcements_AfterTheFirst_AllocateNothing()
    {
        using var sealer = new AnnouncementSealer();
        byte[] grant = new byte[AnnouncementSealer.GrantSize];
        sealer.WriteGrant(grant);
        using var opener = new AnnouncementOpener(grant);
        byte[] frame = new byte[100];
        Turn();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            Turn();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Turn()
        {
            sealer.Seal(frame);
            Assert.True(opener.TryOpen(frame, out _));
        }
    }
}
