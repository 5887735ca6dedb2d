using WestRpc.ZeroMQ.Zmtp;

namespace WestRpc.ZeroMQ.Tests.Zmtp;

public sealed class OutgoingBytesTests
{
    [Fact]
    public void What_is_sent_is_what_was_added_in_order()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var outgoing = new OutgoingBytes();
            var added = new List<byte>();
            var sent = new List<byte>();
            for (int step = 0; step < 200; step++)
            {
                if (random.Next(2) == 0)
                {
                    byte[] bytes = new byte[random.Next(4) == 0 ? random.Next(40_000) : random.Next(300)];
                    random.NextBytes(bytes);
                    outgoing.Add(bytes);
                    added.AddRange(bytes);
                }
                else
                {
                    Take(outgoing, sent, random.Next(outgoing.Next.Length + 1));
                }

                Assert.Equal(added.Count - sent.Count, outgoing.Count);
            }

            while (outgoing.Next.Length > 0)
                Take(outgoing, sent, outgoing.Next.Length);
            Assert.True(added.SequenceEqual(sent));
        }
    }

    [Fact]
    public void What_is_given_up_is_not_sent()
    {
        var outgoing = new OutgoingBytes();
        outgoing.Add(new byte[40_000]);
        outgoing.Clear();
        Assert.Equal(0, outgoing.Count);
        Assert.True(outgoing.Next.IsEmpty);
    }

    private static void Take(OutgoingBytes outgoing, List<byte> sent, int count)
    {
        if (count == 0)
            return;
        sent.AddRange(outgoing.Next[..count]);
        outgoing.Sent(count);
    }
}
