using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using WestRpc.Tests.Shared;
using WestRpc.ZeroMQ.Nodes;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Wire;

namespace WestRpc.Benchmarks;

/// <summary>
/// This program started again as many nodes at once: each with its own connections, handshake and session, and one worker that
/// is no process but answers at once.
/// </summary>
internal static class ManyNodes
{
    public const string Variable = "WESTRPC_MANY_NODES";

    /// <summary>Serves where <c>WESTRPC_MANY_NODES</c> is COUNT:FILE, until the server stops; a line says when all have joined.</summary>
    public static bool ServeIfAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable)?.Split(':', 2) is not [{ } count, { } file])
            return false;
        Serve(int.Parse(count, CultureInfo.InvariantCulture), file);
        return true;
    }

    private static void Serve(int count, string file)
    {
        using JsonDocument info = JsonDocument.Parse(File.ReadAllBytes(file));
        var settings = new NodeSettings(TimeSpan.FromSeconds(20), 5, 1 << 20, TimeSpan.FromSeconds(30));
        var serving = new List<Thread>();
        for (int i = 0; i < count; i++)
        {
            var hello = new NodeHello($"node{i}", Environment.ProcessId, 1, 1, 1, "");
            using RunSecret secret = RunSecret.Parse(System.Text.Encoding.ASCII.GetBytes(info.RootElement.GetProperty("secret").GetString()!));
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(EndpointOf("tasks"));
            MasterLink link = MasterLink.TryJoin(socket, EndpointOf("results"), EndpointOf("announcements"), secret, hello, settings)
                ?? throw new InvalidOperationException("The server does not answer.");
            var node = new Node(link, new EchoWorkers(hello.Host), settings, NullLogger.Instance);
            var thread = new Thread(() => node.Serve(CancellationToken.None, CancellationToken.None), maxStackSize: 256 * 1024);
            thread.Start();
            serving.Add(thread);
        }

        Console.WriteLine("joined");
        foreach (Thread thread in serving)
            thread.Join();

        IPEndPoint EndpointOf(string name) =>
            new(IPAddress.Loopback, new Uri(info.RootElement.GetProperty(name)[0].GetString()!).Port);
    }
}
