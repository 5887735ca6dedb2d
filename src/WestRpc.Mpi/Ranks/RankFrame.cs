using WestRpc.Wire;

namespace WestRpc.Mpi.Ranks;

/// <summary>What the master and a rank say to each other beside what workers say. The numbers are part of the protocol.</summary>
internal static class RankFrame
{
    // Rank to master.

    /// <summary>The answer to <see cref="Open"/>; what a worker says follows.</summary>
    public const FrameKind Opened = (FrameKind)112;

    /// <summary>Its work for this work manager is over, and nothing of it runs any more.</summary>
    public const FrameKind Closed = (FrameKind)113;

    /// <summary>It is ready to end.</summary>
    public const FrameKind Ready = (FrameKind)114;

    /// <summary>The answer to <see cref="Alive"/>.</summary>
    public const FrameKind Here = (FrameKind)115;

    // Master to rank.

    /// <summary>A work manager has taken this rank: its terms.</summary>
    public const FrameKind Open = (FrameKind)120;

    /// <summary>The master lives.</summary>
    public const FrameKind Alive = (FrameKind)121;

    /// <summary>The run is over; to be answered with <see cref="Ready"/>.</summary>
    public const FrameKind End = (FrameKind)122;

    /// <summary>All ranks are ready: to be ended with MPI_Finalize.</summary>
    public const FrameKind Finalize = (FrameKind)123;

    /// <summary>Not all ranks are ready, so that MPI_Finalize could wait for ever: to be ended without.</summary>
    public const FrameKind Leave = (FrameKind)124;
}
