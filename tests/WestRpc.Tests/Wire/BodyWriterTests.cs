using WestRpc.Tests.Transports;
using WestRpc.Wire;

namespace WestRpc.Tests.Wire;

/// <summary>Frames written one behind the other, bodies in place.</summary>
public sealed class BodyWriterTests
{
    private readonly BodyWriter output = new(maxBody: 100_000);

    [Fact]
    public void Append_Frames_StandOneBehindTheOther()
    {
        output.Append(TestFrames.Make(1, 3));
        output.Append(TestFrames.Make(2, 0));
        Assert.Equal((2 * FrameHeader.Size) + 3, output.Length);
        Assert.Equal(new FrameHeader(3, FrameKind.Result, 1, 2, 1, 3), FrameHeader.Read(output.Written, 100));
        Assert.Equal(new FrameHeader(0, FrameKind.Result, 1, 2, 2, 3), FrameHeader.Read(output.Written[(FrameHeader.Size + 3)..], 100));
    }

    [Fact]
    public void End_AfterManyPieces_HeaderHasTheLength()
    {
        output.Append(TestFrames.Make(1, 10));
        int start = output.Length;
        output.Begin();
        for (int i = 0; i < 50_000; i++)
        {
            output.GetSpan(1)[0] = (byte)i;
            output.Advance(1);
        }

        output.End(new FrameHeader(0, FrameKind.Failure, Lease: 9));
        Assert.Equal(new FrameHeader(50_000, FrameKind.Failure, Lease: 9), FrameHeader.Read(output.Written[start..], 100_000));
        Assert.Equal(unchecked((byte)49_999), output.Written[^1]);
        Assert.True(output.Written[FrameHeader.Size..start].SequenceEqual(TestFrames.Make(1, 10).Body.Span));
    }

    [Fact]
    public void Abandon_HalfWay_LeavesWhatWasBefore()
    {
        output.Append(TestFrames.Make(1, 10));
        byte[] before = output.Written.ToArray();
        output.Begin();
        output.GetMemory(70_000).Span.Fill(1);
        output.Advance(70_000);
        output.Abandon();
        output.Abandon();
        Assert.Equal(before, output.Written.ToArray());
    }

    [Fact]
    public void End_OverTheLimit_IsSerializationExceptionAndCanBeAbandoned()
    {
        output.Append(TestFrames.Make(1, 10));
        byte[] before = output.Written.ToArray();
        output.Begin();
        output.GetSpan(100_001);
        output.Advance(100_001);
        WorkSerializationException e = Assert.Throws<WorkSerializationException>(() => output.End(new FrameHeader(0, FrameKind.Result)));
        Assert.Contains("WM_MAX_MESSAGE_BYTES", e.Message, StringComparison.Ordinal);
        output.Abandon();
        Assert.Equal(before, output.Written.ToArray());
    }

    [Fact]
    public void Clear_AfterALargeBody_GivesTheMemoryBack()
    {
        var large = new BodyWriter(int.MaxValue);
        large.Append(TestFrames.Make(1, 4 << 20));
        large.Clear();
        Assert.Equal(0, large.Length);
        Assert.InRange(large.GetMemory().Length, 256, 1 << 20);
    }
}
