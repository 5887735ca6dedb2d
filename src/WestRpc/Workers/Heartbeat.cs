using WestRpc.Wire;

namespace WestRpc.Workers;

/// <summary>
/// Says again and again that this process lives, and how much memory it takes, from a thread of its own: whatever the
/// method does that runs.
/// </summary>
internal sealed class Heartbeat(IMasterLink link, int periodMilliseconds)
{
    public void Start() => new Thread(Run) { Name = "westrpc heartbeat", IsBackground = true }.Start();

    private void Run()
    {
        while (true)
        {
            Thread.Sleep(periodMilliseconds);
            link.SendNow(new Frame(new FrameHeader(0, FrameKind.Heartbeat, Nanoseconds: Environment.WorkingSet), default));
        }
    }
}
