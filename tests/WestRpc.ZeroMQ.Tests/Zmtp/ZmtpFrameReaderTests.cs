using WestRpc.ZeroMQ.Zmtp;

namespace WestRpc.ZeroMQ.Tests.Zmtp;

public sealed class ZmtpFrameReaderTests
{
    private const int Most = 100_000;

    private static readonly int[] Sizes = [0, 1, 255, 256, 7, 70_000, 0, 3];

    [Fact]
    public void However_the_stream_is_cut_the_frames_are_the_same()
    {
        byte[] stream = Stream();
        for (int first = 0; first < 600; first++)
            AssertFrames(stream, [first, stream.Length - first]);
        for (int seed = 0; seed < 200; seed++)
            AssertFrames(stream, Cuts(new Random(seed), stream.Length));
    }

    [Fact]
    public void A_long_frame_can_be_read_into_its_place()
    {
        byte[] stream = Stream()[^(70_000 + 9 + 2 + 5)..];
        var reader = new ZmtpFrameReader();
        Memory<byte> begun = stream.AsMemory(0, 100);
        Assert.False(reader.TryTake(ref begun, Most, out _));
        Assert.Equal(70_000 - 91, reader.Rest.Length);
        stream.AsSpan(100, reader.Rest.Length).CopyTo(reader.Rest.Span);
        reader.Filled(reader.Rest.Length);
        Memory<byte> nothing = default;
        Assert.True(reader.TryTake(ref nothing, Most, out Memory<byte> frame));
        Assert.True(frame.Span.SequenceEqual(stream.AsSpan(9, 70_000)));
        Assert.False(reader.TryTake(ref nothing, Most, out _));
        Assert.Equal(0, reader.Rest.Length);
    }

    [Fact]
    public void A_hundred_thousand_streams_of_noise_are_cut_or_refused()
    {
        int refused = 0;
        for (int seed = 0; seed < 100_000; seed++)
        {
            var random = new Random(seed);
            byte[] noise = new byte[random.Next(1, 200)];
            random.NextBytes(noise);
            if (seed % 2 == 0)
                noise[0] &= 0x07;
            var reader = new ZmtpFrameReader();
            try
            {
                Memory<byte> rest = noise;
                while (reader.TryTake(ref rest, 1_024, out Memory<byte> frame))
                    Assert.InRange(frame.Length, 0, noise.Length);
            }
            catch (ZmtpException)
            {
                refused++;
            }

            reader.Clear();
        }

        Assert.InRange(refused, 50_000, 100_000);
    }

    [Theory]
    [InlineData(new byte[] { 1, 0 }, "more than one part")]
    [InlineData(new byte[] { 0x10, 0 }, "mean nothing")]
    [InlineData(new byte[] { 2, 0x40, 0, 0, 0, 0, 0, 0, 0 }, "4,611,686,018,427,387,904")]
    [InlineData(new byte[] { 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, "18,446,744,073,709,551,615")]
    [InlineData(new byte[] { 0, 201 }, "201 bytes is announced; 200 are allowed")]
    public void What_is_refused_is_refused_before_it_takes_memory(byte[] begun, string reason)
    {
        var reader = new ZmtpFrameReader();
        var error = Assert.Throws<ZmtpException>(() =>
        {
            Memory<byte> bytes = begun;
            reader.TryTake(ref bytes, 200, out _);
        });
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(0, reader.Rest.Length);
    }

    private static byte[] Stream()
    {
        var stream = new List<byte>();
        byte[] header = new byte[ZmtpFrameReader.MostHeader];
        foreach (int size in Sizes)
        {
            stream.AddRange(header[..ZmtpFrameReader.WriteHeader(header, size, command: size == 7)]);
            stream.AddRange(Body(size));
        }

        return [.. stream];
    }

    private static byte[] Body(int size)
    {
        byte[] body = new byte[size];
        new Random(size).NextBytes(body);
        return body;
    }

    private static List<int> Cuts(Random random, int length)
    {
        var cuts = new List<int>();
        for (int left = length; left > 0; left -= cuts[^1])
            cuts.Add(Math.Min(left, random.Next(20) == 0 ? random.Next(40_000) : random.Next(20)));
        return cuts;
    }

    private static void AssertFrames(byte[] stream, IEnumerable<int> cuts)
    {
        var reader = new ZmtpFrameReader();
        int next = 0;
        int offset = 0;
        foreach (int cut in cuts)
        {
            Memory<byte> bytes = stream.AsSpan(offset, cut).ToArray();
            offset += cut;
            while (reader.TryTake(ref bytes, Most, out Memory<byte> frame))
            {
                Assert.True(frame.Span.SequenceEqual(Body(Sizes[next])));
                Assert.Equal(Sizes[next] == 7, reader.IsCommand);
                next++;
            }

            Assert.True(bytes.IsEmpty);
        }

        Assert.Equal(Sizes.Length, next);
    }
}
