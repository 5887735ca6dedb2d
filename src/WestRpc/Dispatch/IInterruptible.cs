namespace WestRpc.Dispatch;

/// <summary>What <see cref="WorkApplication"/> needs of a work manager when a signal comes.</summary>
internal interface IInterruptible
{
    /// <summary>All that is not done ends canceled with that token, and nothing new is taken.</summary>
    void Interrupt(CancellationToken reason);

    /// <summary>Ends the workers at once.</summary>
    void Kill();
}
