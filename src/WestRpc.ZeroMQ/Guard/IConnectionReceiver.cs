namespace WestRpc.ZeroMQ.Guard;

/// <summary>
/// What peers say to a listener; called on the guard's thread, which must not be made to wait. What it throws closes the
/// connection that it was called for.
/// </summary>
internal interface IConnectionReceiver
{
    /// <summary>
    /// A message has come. Whoever is satisfied that it is a peer's of this run calls
    /// <see cref="GuardedConnection.Authenticate"/> now; until then little more is taken from the connection.
    /// </summary>
    /// <param name="connection">Where it came from; answers go there.</param>
    /// <param name="message">The receiver's to change and to keep.</param>
    void Received(GuardedConnection connection, Memory<byte> message);

    /// <summary>No more messages of this connection are at hand.</summary>
    void BatchEnded(GuardedConnection connection);

    /// <summary>The last call for a connection; made once for each that a message came from.</summary>
    void Closed(GuardedConnection connection, string reason);
}
