using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using WestRpc.Diagnostics;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Transports.Processes;

/// <summary>The master's end of the socket to one child: a thread that reads, and a sender that never blocks.</summary>
internal sealed class ProcessChannel : IWorkerChannel
{
    // A worker whose socket is closed is on its way out; one that stays nevertheless is ended.
    private static readonly TimeSpan ExitGrace = TimeSpan.FromSeconds(5);

    private readonly ChildProcess child;
    private readonly Socket socket;
    private readonly FrameReader reader;
    private readonly FrameSender sender;
    private readonly ILogger logger;
    private readonly Action<ChildProcess> accepted;

    public ProcessChannel(
        ChildProcess child, Socket socket, WorkManagerOptions options, ILogger logger, Action<ChildProcess> accepted)
    {
        this.child = child;
        this.socket = socket;
        this.logger = logger;
        this.accepted = accepted;
        Worker = new WorkerIdentity(options.FirstWorkerIndex + child.Index, Environment.MachineName, child.Id);
        Offer = WorkerResources.Of(options, child.Index).Offer;
        reader = new FrameReader(socket, options.MaxMessageBytes);
        sender = new FrameSender(socket, $"westrpc writer {child.Index}", child.Kill);
    }

    public WorkerIdentity Worker { get; }

    public ResourceSet Offer { get; }

    public bool SharesMemory => false;

    /// <summary>Whether it ended a call, well or not; to be asked when the channel has closed.</summary>
    public bool HasWorked { get; private set; }

    public void Start(IChannelReceiver receiver, Action<WorkerEnd> closed)
    {
        try
        {
            new Thread(() => Read(receiver, closed)) { Name = $"westrpc reader {child.Index}", IsBackground = true }.Start();
        }
        catch (OutOfMemoryException)
        {
            // What .NET says where the kernel gives no thread: a process limit, as a rule.
            child.Kill("no thread could be started to read from it");
            child.Exited.ContinueWith(_ => End(receiver, closed), TaskScheduler.Default);
        }
    }

    public void Accepted() => accepted(child);

    public void Send(in Frame frame)
    {
        if (frame.Kind == FrameKind.Stop)
            child.ToldToStop = true;
        sender.Send(frame);
    }

    public void Flush() => sender.Flush();

    public void Kill(string? reason) => child.Kill(reason);

    private void Read(IChannelReceiver receiver, Action<WorkerEnd> closed)
    {
        try
        {
            while (reader.Fill())
            {
                while (reader.TryTake(out Frame frame))
                {
                    receiver.Received(frame);
                    HasWorked |= frame.Kind is FrameKind.Result or FrameKind.Failure;
                }

                receiver.BatchEnded();
            }
        }
        catch (Exception e)
        {
            // Not of our protocol, or too large for this process: that ends this connection and nothing else.
            Log.BadInput(logger, Worker, e.Message);
            child.Kill(e.Message);
        }

        if (!child.Exited.Wait(ExitGrace))
        {
            child.Kill("it closed its connection but did not exit");
            child.Exited.Wait();
        }

        End(receiver, closed);
    }

    private void End(IChannelReceiver receiver, Action<WorkerEnd> closed)
    {
        sender.Close();
        socket.Dispose();
        WorkerEnd end = child.DescribeEnd();
        receiver.Closed(end);
        closed(end);
    }
}
