namespace WestRpc.Mpi.Ranks;

/// <summary>What a rank waits for, as far as it knows itself.</summary>
internal enum Outlook
{
    /// <summary>A call: somebody may wait for its result.</summary>
    Call,

    /// <summary>Results: ranks that are busy have their next calls at hand already.</summary>
    Results,

    /// <summary>The end of a call of its own, which is a short one or has just begun.</summary>
    ShortCall,

    /// <summary>The end of a call that takes longer, which wakes who waits; what other ranks send meanwhile is not urgent.</summary>
    LongCall,
}
