using WestRpc.Wire;

namespace WestRpc.Mpi.Ranks;

/// <summary>What comes from other ranks, on the thread that owns MPI; must not block.</summary>
internal interface IRankReceiver
{
    /// <summary>A frame has come; its body may be kept.</summary>
    /// <exception cref="WireException">It is not of our protocol.</exception>
    void Received(int rank, in Frame frame);

    /// <summary>What a rank sends is not of our protocol, or can't be taken.</summary>
    void Broken(int rank, string reason);

    /// <summary>MPI has failed: nothing comes or goes any more.</summary>
    void Failed(Exception reason);

    /// <summary>What this rank waits for.</summary>
    Outlook OutlookAt(long now) => Outlook.Call;

    /// <summary>No more frames are at hand.</summary>
    void BatchEnded();

    /// <summary>Time has gone by: now and then, and often while nothing comes.</summary>
    /// <param name="now">In milliseconds, without the times in which this process was stopped.</param>
    void Tick(long now);
}
