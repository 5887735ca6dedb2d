namespace WestRpc.Transports;

/// <summary>
/// Brings workers and channels to them, and knows nothing of tasks. Adding a transport means implementing this and
/// <see cref="IWorkerChannel"/> and passing the contract tests.
/// </summary>
internal interface IWorkerTransport : IAsyncDisposable
{
    /// <summary>How many workers there are to be.</summary>
    int WorkerCount { get; }

    /// <summary>Begins to bring workers; does not wait for them.</summary>
    void Start(ITransportListener listener);

    /// <summary>No worker is replaced from here on: they are told to end. May be called at any time, from any thread.</summary>
    void BeginStop();

    /// <summary>Ends all workers at once, however busy; may be called at any time, from any thread.</summary>
    void Kill();
}

/// <summary>What a transport reports. May be called from any thread; never blocks.</summary>
internal interface ITransportListener
{
    /// <summary>A worker has joined. Nothing flows before the returned receiver's channel is opened by the transport.</summary>
    IChannelReceiver Joined(IWorkerChannel channel);

    /// <summary>No worker can be had, and none will come: <paramref name="reason"/> says why.</summary>
    void Failed(Exception reason);
}
