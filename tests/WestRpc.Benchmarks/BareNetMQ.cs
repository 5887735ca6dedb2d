using System.Diagnostics;
using System.Globalization;
using NetMQ;
using NetMQ.Sockets;

namespace WestRpc.Benchmarks;

/// <summary>The reference for `zmq`: this program started again, answering each message with itself over NetMQ's sockets and TCP.</summary>
internal sealed class BareNetMQ : IDisposable
{
    private const string Variable = "WESTRPC_NETMQ_ECHO";

    private readonly DealerSocket socket = new();
    private readonly Process child;

    public BareNetMQ()
    {
        int port = socket.BindRandomPort("tcp://127.0.0.1");
        socket.Options.SendHighWatermark = socket.Options.ReceiveHighWatermark = 0;
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        start.Environment[Variable] = port.ToString(CultureInfo.InvariantCulture);
        child = Process.Start(start)!;
    }

    public void Send(byte[] message) => socket.SendFrame(message);

    public byte[] Receive() => socket.ReceiveFrameBytes();

    public void Dispose()
    {
        socket.SendFrame([]);
        child.WaitForExit();
        child.Dispose();
        socket.Dispose();
    }

    /// <summary>Whether this process was started as the other end; then it has served when this returns.</summary>
    public static bool ServeIfEcho()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } port)
            return false;
        using var socket = new DealerSocket();
        socket.Options.SendHighWatermark = socket.Options.ReceiveHighWatermark = 0;
        socket.Connect($"tcp://127.0.0.1:{port}");
        while (socket.ReceiveFrameBytes() is { Length: > 0 } message)
            socket.SendFrame(message);
        return true;
    }
}
