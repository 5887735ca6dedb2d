using WestRpc.ZeroMQ.Security;
using static WestRpc.ZeroMQ.Tests.Security.TestSession;

namespace WestRpc.ZeroMQ.Tests.Security;

/// <summary>Keys are replaced on both sides at the same frame, without a word.</summary>
public sealed class RekeyTests
{
    [Theory]
    [InlineData(1, 1_000_000)]
    [InlineData(3, 1_000_000)]
    [InlineData(1_000_000, 1)]
    [InlineData(1_000_000, 100)]
    [InlineData(5, 64)]
    public void Frames_OverManyKeys_OpenBothWaysAndCrossing(long frames, long bytes)
    {
        using TestSession session = Start(new KeyLimits(frames, bytes));
        SealedSession node = session.Node.Tasks, master = session.Master.Tasks;
        var random = new Random(1);
        var toMaster = new Queue<(byte[] Text, byte[] Frame)>();
        var toNode = new Queue<(byte[] Text, byte[] Frame)>();
        for (int i = 0; i < 2_000; i++)
        {
            // What is under way when a key changes was sealed with the old one.
            Step(node, master, toMaster);
            Step(master, node, toNode);
        }

        Assert.True(node.Sending.Rekeyed > 50, $"{node.Sending.Rekeyed} keys");
        Assert.True(master.Sending.Rekeyed > 50, $"{master.Sending.Rekeyed} keys");

        void Step(SealedSession from, SealedSession to, Queue<(byte[] Text, byte[] Frame)> underWay)
        {
            if (random.Next(2) == 0)
            {
                byte[] text = new byte[random.Next(20)];
                random.NextBytes(text);
                underWay.Enqueue((text, Seal(from, text)));
            }
            else if (underWay.TryDequeue(out var next))
            {
                Assert.Equal(next.Text, Open(to, next.Frame));
            }
        }
    }

    [Fact]
    public void Rekey_ByFrames_ComesAfterJustThatMany()
    {
        using TestSession session = Start(new KeyLimits(3, 1_000), confirmed: false);
        SendingDirection sending = session.Node.Tasks.Sending;
        Seal(session.Node.Tasks, 1);
        Seal(session.Node.Tasks, 1);
        Assert.Equal(0, sending.Rekeyed);
        Seal(session.Node.Tasks, 1);
        Assert.Equal(1, sending.Rekeyed);
        Assert.Equal(3u, sending.Next);
    }

    [Fact]
    public void Rekey_ByBytes_CountsTextAlone()
    {
        using TestSession session = Start(new KeyLimits(1_000, 10), confirmed: false);
        Seal(session.Node.Tasks, new byte[9]);
        Assert.Equal(0, session.Node.Tasks.Sending.Rekeyed);
        Seal(session.Node.Tasks, 1);
        Assert.Equal(1, session.Node.Tasks.Sending.Rekeyed);
    }

    [Fact]
    public void Sides_WithOtherLimits_CloseAtTheFirstFrameOfTheNewKey()
    {
        var keys = new SessionKeys(Bytes.From(0), Bytes.From(32), Bytes.From(64));
        using var node = new SealedSession(keys, SessionSide.Node, SessionChannel.Tasks, confirmed: true, new KeyLimits(2, 1_000));
        using var master = new SealedSession(keys, SessionSide.Master, SessionChannel.Tasks, confirmed: true, new KeyLimits(3, 1_000));
        Open(master, Seal(node, 1));
        Open(master, Seal(node, 1));
        Assert.Equal(SealFault.Forged, Refused(() => Open(master, Seal(node, 1))));
    }

    [Fact]
    public void Limits_ByDefault_AreFarBelowWhatAesGcmBears()
    {
        Assert.Equal(1L << 24, KeyLimits.Default.Frames);
        Assert.Equal(1L << 34, KeyLimits.Default.Bytes);
    }
}
