using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using WestRpc.ZeroMQ.Zmtp;
using WestRpc.ZeroMQ.Zmtp.Interop;

namespace WestRpc.ZeroMQ.Guard;

/// <summary>
/// The master's listening sockets: they speak ZMTP 3 to any ZeroMQ socket, on one thread, and hold against strangers what
/// NetMQ's do not (docs/decisions/002). Connections stay below a limit, and what does not authenticate is closed.
/// </summary>
internal sealed class ConnectionGuard : IDisposable
{
    private const int Backlog = 512;
    private const int RestMilliseconds = 100;
    private const long NanosecondsPerMillisecond = 1_000_000;

    private readonly ConcurrentDictionary<long, GuardedListener> listeners = new();
    private readonly Dictionary<long, GuardedConnection> connections = [];
    private readonly Strangers strangers = new();
    private readonly List<GuardedListener> resting = [];
    private readonly Refusals refusals;
    private readonly ReadBuffer buffer = new();
    private readonly Thread thread;
    private long keys;
    private long restEnds;
    private volatile bool stopping;

    /// <param name="limits">What connections may take.</param>
    /// <param name="report">Is told of strangers that were refused, a line at a time, seldom.</param>
    public ConnectionGuard(GuardLimits limits, Action<string>? report = null)
    {
        Limits = limits;
        refusals = new Refusals(report);
        thread = new Thread(Run) { Name = "WestRpc connections", IsBackground = true };
        thread.Start();
    }

    public GuardLimits Limits { get; }

    /// <summary>Where its thread waits.</summary>
    public EventPoll Poll { get; } = new();

    /// <summary>Opens an endpoint. Its port may be 0, for any that is free.</summary>
    /// <param name="endpoint">Where.</param>
    /// <param name="role">What this side is to peers.</param>
    /// <param name="receiver">Hears what they say.</param>
    /// <param name="frameBytes">The largest frame of those who have authenticated; null where they say no more than strangers may.</param>
    /// <returns>Where it listens.</returns>
    /// <exception cref="SocketException">It is in use, or none of this machine's.</exception>
    public IPEndPoint Listen(IPEndPoint endpoint, ZmtpRole role, IConnectionReceiver receiver, int? frameBytes = null)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endpoint.Address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(endpoint);
            socket.Listen(Backlog);
            socket.Blocking = false;
            var listener = new GuardedListener(socket, role, receiver, frameBytes ?? Limits.StrangerBytes, Interlocked.Increment(ref keys));
            listeners[listener.Key] = listener;
            Poll.Add(socket.SafeHandle, listener.Key, Readiness.Read);
            return (IPEndPoint)socket.LocalEndPoint!;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Closes all connections and endpoints.</summary>
    public void Dispose()
    {
        if (stopping)
            return;
        stopping = true;
        Poll.Wake();
        if (thread == Thread.CurrentThread)
            return;
        thread.Join();
        Poll.Dispose();
    }

    internal void Admit(GuardedConnection connection)
    {
        Debug.Assert(Thread.CurrentThread == thread, "Strangers are admitted by what they say, on the guard's thread.");
        strangers.Remove(connection);
    }

    internal static long Now => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    private void Run()
    {
        while (!stopping)
        {
            int count = Poll.Wait(Patience());
            for (int i = 0; i < count && !stopping; i++)
            {
                (long key, Readiness what) = Poll.Ready(i);
                if (connections.TryGetValue(key, out GuardedConnection? connection))
                    Serve(connection, what);
                else if (listeners.TryGetValue(key, out GuardedListener? listener))
                    Accept(listener);
            }

            EndLate();
            if (resting.Count > 0 && Now >= restEnds)
                WakeListeners();
        }

        foreach (GuardedConnection connection in connections.Values.ToArray())
            End(connection, "The master has stopped.");
        foreach (GuardedListener listener in listeners.Values)
            listener.Socket.Dispose();
    }

    // Milliseconds until something is to be done by the clock.
    private int Patience()
    {
        if (resting.Count > 0)
            return RestMilliseconds;
        return strangers.Oldest is { } oldest
            ? (int)(Math.Max(oldest.Deadline - Now, 0) / NanosecondsPerMillisecond) + 1
            : Timeout.Infinite;
    }

    // One at a time, so that those who are in are served between any two who come.
    private void Accept(GuardedListener listener)
    {
        Socket socket;
        try
        {
            socket = listener.Socket.Accept();
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.ConnectionAborted or SocketError.ConnectionReset)
        {
            return; // Who came has gone again.
        }
        catch (SocketException e)
        {
            // Something else in the process took the descriptors.
            if (!MakeRoom($"No connection can be accepted ({e.SocketErrorCode})."))
                Rest(listener);
            return;
        }

        try
        {
            Open(new GuardedConnection(this, listener, socket, Interlocked.Increment(ref keys)));
        }
        catch (Exception e) when (e is Win32Exception or ObjectDisposedException)
        {
            socket.Dispose(); // It has gone again.
        }
    }

    private void Open(GuardedConnection connection)
    {
        connection.Open();
        connections.Add(connection.Key, connection);
        strangers.Add(connection);
        if (strangers.Count > Limits.Strangers || connections.Count > Limits.Connections)
            MakeRoom($"There is room for {Limits.Connections} connections, {Limits.Strangers} of them unauthenticated; see the limit of open files (ulimit -n).");
    }

    private bool MakeRoom(string reason)
    {
        if (strangers.Worst() is not { } worst)
            return false;
        End(worst, reason);
        return true;
    }

    private void Rest(GuardedListener listener)
    {
        Poll.Remove(listener.Socket.SafeHandle);
        resting.Add(listener);
        restEnds = Now + (RestMilliseconds * NanosecondsPerMillisecond);
    }

    private void WakeListeners()
    {
        foreach (GuardedListener listener in resting)
            Poll.Add(listener.Socket.SafeHandle, listener.Key, Readiness.Read);
        resting.Clear();
    }

    private void Serve(GuardedConnection connection, Readiness what)
    {
        string? reason = null;
        try
        {
            if ((what & Readiness.Write) != 0)
                connection.Flush();
            if ((what & ~Readiness.Write) != 0)
                reason = connection.Read(buffer);
        }
#pragma warning disable CA1031 // Whatever a peer causes is to cost its connection only.
        catch (Exception e)
#pragma warning restore CA1031
        {
            reason = e.Message;
        }

        if (reason is not null)
            End(connection, reason, leftSilently: connection.IsSilent);
    }

    private void EndLate()
    {
        while (strangers.Oldest is { } oldest && oldest.CheckTime(Now) is { } reason)
            End(oldest, reason);
    }

    /// <summary>Whoever only looks whether somebody listens here, and goes, is no stranger to speak of.</summary>
    private void End(GuardedConnection connection, string reason, bool leftSilently = false)
    {
        connections.Remove(connection.Key);
        bool wasStranger = strangers.Remove(connection);
        if (wasStranger && !leftSilently)
            refusals.Add(connection.Peer, reason, Now);
        connection.Release(reset: wasStranger);
        connection.TellReceiver(reason);
    }
}
