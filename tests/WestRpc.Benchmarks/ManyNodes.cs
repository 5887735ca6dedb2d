using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.Workers;
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
            var node = new Node(link, new InstantWorker(hello.Host), settings, NullLogger.Instance);
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

    private sealed class InstantWorker(string host) : IWorkerTransport, IWorkerChannel
    {
        private readonly List<Frame> answers = [];
        private IChannelReceiver? receiver;

        public int WorkerCount => 1;

        public WorkerIdentity Worker { get; } = new(0, host, 1);

        public bool SharesMemory => false;

        public ResourceSet Offer => ResourceSet.None;

        public void Start(ITransportListener listener)
        {
            receiver = listener.Joined(this);
            receiver.Received(new Frame(FrameKind.Hello, HelloMessage.Of(Worker, WorkTaskRegistry.Snapshot()).Write()));
            receiver.BatchEnded();
        }

        public void Accepted()
        {
        }

        public void Send(in Frame frame)
        {
            if (frame.Kind == FrameKind.Stop)
                Close();
            else if (frame.Kind == FrameKind.Assign)
                answers.Add(new Frame(new FrameHeader(0, FrameKind.Result, Lease: frame.Header.Lease, Nanoseconds: 200), frame.Body[1..]));
        }

        public void Flush()
        {
            foreach (Frame answer in answers)
                receiver?.Received(answer);
            answers.Clear();
            receiver?.BatchEnded();
        }

        public void Kill(string? reason) => Close();

        public void Kill() => Close();

        public void BeginStop()
        {
        }

        public ValueTask DisposeAsync()
        {
            Close();
            return ValueTask.CompletedTask;
        }

        private void Close() => Interlocked.Exchange(ref receiver, null)?.Closed(new WorkerEnd("it was stopped", 0));
    }
}
