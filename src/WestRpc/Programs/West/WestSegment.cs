namespace WestRpc;

/// <summary>What a script in WESTPA's manner is told of the segment that it propagates (<see cref="WestEnvironment"/>).</summary>
/// <param name="Iteration">The iteration, from 1.</param>
/// <param name="Id">The segment's number in it, from 0.</param>
public sealed record WestSegment(int Iteration, long Id)
{
    /// <summary>Where the segment's data go, a path. Default: <c>traj_segs/000001/000000</c> below the root.</summary>
    public string? DataRef { get; init; }

    /// <summary>The segment of the iteration before that this one goes on from; null where it begins anew.</summary>
    public long? ParentId { get; init; }

    /// <summary>
    /// Where what it begins from is. Default: the parent's <c>traj_segs/000000/000000</c> below the root, or for a new
    /// trajectory its basis state's <see cref="BasisStateDataRef"/>.
    /// </summary>
    public string? ParentDataRef { get; init; }

    /// <summary>The basis state that a new trajectory begins from, from 0.</summary>
    public int? BasisStateId { get; init; }

    /// <summary>Where that is.</summary>
    public string? BasisStateDataRef { get; init; }

    /// <summary>The initial state that a new trajectory begins from, from 0.</summary>
    public int? InitialStateId { get; init; }

    /// <summary>Where that is.</summary>
    public string? InitialStateDataRef { get; init; }

    /// <summary>The folder of the simulation. Default: <c>WEST_SIM_ROOT</c> of this process, else the current directory.</summary>
    public string? Root { get; init; }

    /// <summary>The seed of the simulation, from which the segment's random values derive, the same at each attempt.</summary>
    public ulong Seed { get; init; }
}
