namespace WestRpc.ZeroMQ.Configuration;

/// <summary>How long to wait before the next attempt: twice as long each time, and at random within the upper half, so that many do not come at once.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan most, Random? random = null)
{
    private readonly Random random = random ?? Random.Shared;
    private int doublings;

    public TimeSpan Next()
    {
        TimeSpan full = first * Math.Pow(2, doublings);
        if (full < most)
            doublings++;
        else
            full = most;
        return full * (0.5 + (random.NextDouble() / 2));
    }

    public void Reset() => doublings = 0;
}
