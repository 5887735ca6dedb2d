using System.Diagnostics;
using System.Net.Sockets;

namespace StartProgram;

/// <summary>This program again, so many times, doing nothing but to connect and say so.</summary>
internal sealed class BareChildren : IDisposable
{
    private const string Variable = "WESTRPC_BARE_CHILD";

    private readonly string path = Path.Combine(Path.GetTempPath(), $"westrpc-bare-{Guid.NewGuid():N}");
    private readonly List<Process> children = [];
    private readonly List<Socket> sockets = [];

    public BareChildren(int count)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(count);
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        start.Environment[Variable] = path;
        for (int i = 0; i < count; i++)
            children.Add(Process.Start(start)!);
        byte[] said = new byte[1];
        for (int i = 0; i < count; i++)
        {
            sockets.Add(listener.Accept());
            sockets[i].Receive(said);
        }
    }

    public void Dispose()
    {
        foreach (Socket socket in sockets)
            socket.Dispose();
        foreach (Process child in children)
        {
            child.WaitForExit();
            child.Dispose();
        }

        File.Delete(path);
    }

    /// <summary>Whether this process was started as one; then it is over when this returns.</summary>
    public static bool ServeIfChild()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } path)
            return false;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        socket.Send([1]);
        socket.Receive(new byte[1]);
        return true;
    }
}
