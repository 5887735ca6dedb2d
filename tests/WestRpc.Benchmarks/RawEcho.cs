using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace WestRpc.Benchmarks;

/// <summary>
/// The reference for a round trip: this program started again, answering each message of one size with one of another
/// over a Unix socket, with blocking calls and nothing else.
/// </summary>
internal sealed class RawEcho : IDisposable
{
    private const string Variable = "WESTRPC_RAW_ECHO";

    private readonly string path = Path.Combine(Path.GetTempPath(), $"westrpc-echo-{Guid.NewGuid():N}");
    private readonly Process child;
    private readonly Socket socket;
    private readonly byte[] request;
    private readonly byte[] answer;

    public RawEcho(int requestSize, int answerSize)
    {
        request = new byte[requestSize];
        answer = new byte[answerSize];
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(1);
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        start.Environment[Variable] = string.Create(CultureInfo.InvariantCulture, $"{requestSize} {answerSize} {path}");
        child = Process.Start(start)!;
        socket = listener.Accept();
    }

    public int ChildId => child.Id;

    public void RoundTrip()
    {
        socket.Send(request);
        ReceiveAll(socket, answer);
    }

    /// <summary>The same into an array of its own.</summary>
    public byte[] RoundTripToNewArray()
    {
        socket.Send(request);
        byte[] result = new byte[answer.Length];
        ReceiveAll(socket, result);
        return result;
    }

    /// <summary>So many, sent by another thread without waiting for answers.</summary>
    public void Stream(int count)
    {
        var sender = new Thread(() =>
        {
            for (int i = 0; i < count; i++)
                socket.Send(request);
        });
        sender.Start();
        for (int i = 0; i < count; i++)
            ReceiveAll(socket, new byte[answer.Length]);
        sender.Join();
    }

    public void Dispose()
    {
        socket.Dispose();
        child.WaitForExit();
        child.Dispose();
        File.Delete(path);
    }

    /// <summary>Whether this process was started as the other end; then it has served when this returns.</summary>
    public static bool ServeIfEcho()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } text)
            return false;
        string[] parts = text.Split(' ', 3);
        byte[] request = new byte[int.Parse(parts[0], CultureInfo.InvariantCulture)];
        byte[] answer = new byte[int.Parse(parts[1], CultureInfo.InvariantCulture)];
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(parts[2]));
        while (ReceiveAll(socket, request))
            socket.Send(answer);
        return true;
    }

    private static bool ReceiveAll(Socket socket, Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int received = socket.Receive(buffer);
            if (received == 0)
                return false;
            buffer = buffer[received..];
        }

        return true;
    }
}
