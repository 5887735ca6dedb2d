using System.Buffers.Binary;

namespace WestRpc.Tests.Wire;

/// <summary>Bytes that nobody should send, made from good ones; always the same.</summary>
internal static class HostileBytes
{
    /// <summary>Truncated everywhere, a bit flipped everywhere, and much that is random.</summary>
    public static IEnumerable<byte[]> From(byte[] good, int random = 2_000)
    {
        for (int length = 0; length < good.Length; length++)
            yield return good[..length];
        for (int bit = 0; bit < 8 * good.Length; bit++)
        {
            byte[] flipped = [.. good];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return flipped;
        }

        var source = new Random(good.Length);
        for (int i = 0; i < random; i++)
        {
            byte[] noise = new byte[source.Next(64)];
            source.NextBytes(noise);
            yield return noise;
        }

        // Good so far, and then a header that announces as much as it can.
        foreach (byte code in (byte[])[0xdb, 0xc6, 0xc9, 0xdd, 0xdf])
        {
            foreach (uint count in (uint[])[int.MaxValue, 1u << 31, uint.MaxValue])
            {
                for (int at = 0; at < Math.Min(good.Length, 40); at++)
                {
                    byte[] announced = new byte[at + 6];
                    good.AsSpan(0, at).CopyTo(announced);
                    announced[at] = code;
                    BinaryPrimitives.WriteUInt32BigEndian(announced.AsSpan(at + 1), count);
                    announced[at + 5] = 87;
                    yield return announced;
                }
            }
        }
    }

    /// <summary>
    /// Reads all of them: each is read, or refused with <typeparamref name="TException"/>, and none makes the reader allocate
    /// more than <paramref name="most"/> bytes.
    /// </summary>
    public static void Check<TException>(byte[] good, Action<byte[]> read, long most = 64 * 1024)
        where TException : Exception
    {
        read(good);
        foreach (byte[] bytes in From(good))
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(bytes);
            }
            catch (TException)
            {
            }
            catch (Exception e)
            {
                Assert.Fail($"{Convert.ToHexString(bytes)} gave {e}");
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= most, $"{Convert.ToHexString(bytes)} made the reader allocate {allocated:N0} bytes");
        }
    }
}
