namespace WestRpc.ZeroMQ.Tests.Configuration;

/// <summary>A clock that jumps to the end of each wait, at once.</summary>
internal sealed class InstantTime(Action? waiting = null) : TimeProvider
{
    private TimeSpan now;

    public List<TimeSpan> Waits { get; } = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        waiting?.Invoke();
        Waits.Add(dueTime);
        now += dueTime;
        ThreadPool.UnsafeQueueUserWorkItem(_ => callback(state), null);
        return new Fired();
    }

    private sealed class Fired : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
