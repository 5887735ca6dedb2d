using WestRpc.Transports.Processes;
using WestRpc.Wire;

namespace WestRpc.Tests.Transports;

/// <summary>Frames whose bodies follow from their lease, so that a reader can tell each from any other.</summary>
internal static class TestFrames
{
    public static Frame Make(ulong lease, int length)
    {
        byte[] body = new byte[length];
        new Random((int)lease).NextBytes(body);
        return new Frame(new FrameHeader(length, FrameKind.Result, 1, 2, lease, 3), body);
    }

    public static byte[] Bytes(params IEnumerable<Frame> frames)
    {
        var output = new BodyWriter(int.MaxValue);
        foreach (Frame frame in frames)
            output.Append(frame);
        return output.Written.ToArray();
    }

    /// <summary>Reads until the other end closes, or as many as are wanted.</summary>
    public static List<Frame> ReadAll(FrameReader reader, int most = int.MaxValue)
    {
        var frames = new List<Frame>();
        while (true)
        {
            while (reader.TryTake(out Frame frame))
                frames.Add(frame);
            if (frames.Count >= most || !reader.Fill())
                return frames;
        }
    }

    public static void AssertSame(IReadOnlyList<Frame> expected, IReadOnlyList<Frame> actual)
    {
        Assert.Equal(expected.Select(static f => f.Header.Lease), actual.Select(static f => f.Header.Lease));
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i].Header, actual[i].Header);
            Assert.True(expected[i].Body.Span.SequenceEqual(actual[i].Body.Span), $"the body of frame {i} is another");
        }
    }
}
