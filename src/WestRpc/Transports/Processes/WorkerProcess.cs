using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using WestRpc.Programs;
using WestRpc.Transports.Processes.Interop;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Transports.Processes;

/// <summary>A child process as a worker: connects, greets, serves, and ends when its master does.</summary>
internal static class WorkerProcess
{
    private const int MasterLostCode = 1;
    private const int RefusedCode = 2;

    /// <summary>Serves on a thread of its own; the result is the exit code.</summary>
    public static Task<int> ServeAsync(WorkerEnvironment environment)
    {
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                done.SetResult(Serve(environment));
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        })
        { Name = "westrpc worker" }.Start();
        return done.Task;
    }

    private static int Serve(WorkerEnvironment environment)
    {
        // The signal belongs to the calling thread, which therefore is the one that serves to the end.
        Libc.DieWithParent();
        if (Libc.ParentProcessId() != environment.Parent)
            return MasterLostCode;
        Libc.LeadProcessGroup();
        ProgramTag.BelongTo(environment.ProgramTag);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static c => c.Cancel = true);

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(environment.Socket));
        var reader = new FrameReader(socket, environment.MaxMessageBytes);
        var link = new SocketLink(socket, environment.MaxMessageBytes);
        var identity = new WorkerIdentity(environment.Index, Environment.MachineName, Environment.ProcessId);
        if (Greet(reader, link, identity) is { } refusal)
        {
            if (refusal.Length == 0)
                return 0;
            Console.Error.WriteLine($"westrpc: the master refused this worker: {refusal}");
            return RefusedCode;
        }

        if (environment.HeartbeatMilliseconds > 0)
            new Heartbeat(link, environment.HeartbeatMilliseconds).Start();
        var host = new WorkerHost(identity, WorkerResources.Parse(environment.Resources), link);
        new WorkerLoop(reader, link, host, static () => Libc.ExitNow(MasterLostCode)).Run();

        // Not disposed: the stand-in may be reading still, and .NET aborts when a socket goes away under a reader.
        socket.Shutdown(SocketShutdown.Both);
        return 0;
    }

    /// <summary>Returns why the master does not want this worker, empty where it is just stopping; null where it does.</summary>
    private static string? Greet(FrameReader reader, SocketLink link, WorkerIdentity identity)
    {
        var greeting = new WorkerGreeting(identity);
        link.Send(greeting.Hello);
        while (true)
        {
            link.Flush();
            Frame answer;
            while (!reader.TryTake(out answer))
            {
                if (!reader.Fill())
                    return "it closed the connection";
            }

            switch (answer.Kind)
            {
                case FrameKind.Welcome:
                    return null;
                case FrameKind.ContractQuery:
                    link.Send(greeting.ContractTexts(answer));
                    break;
                case FrameKind.Stop:
                    return "";
                default:
                    return Encoding.UTF8.GetString(answer.Body.Span);
            }
        }
    }
}
