using System.Net;
using WestRpc.ZeroMQ.Guard;
using WestRpc.ZeroMQ.Zmtp;

namespace WestRpc.ZeroMQ.Tests.Guard;

/// <summary>A child process with a listener that echoes, for what could end a process. It ends when its standard input does.</summary>
internal static class GuardedProgram
{
    public const string Argument = "serve-guarded";

    /// <summary>More than this may not wait for a peer.</summary>
    public const int Waiting = 8 << 20;

    public static RunningProgram Start(int descriptors = 256, long heapBytes = 64 << 20)
    {
        string program = Path.Combine(AppContext.BaseDirectory, typeof(GuardedProgram).Assembly.GetName().Name!);
        var environment = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = heapBytes.ToString("x", null) };
        return RunningProgram.Start("prlimit", environment, $"--nofile={descriptors}:{descriptors}", program, Argument);
    }

    public static async Task<IPEndPoint> EndpointAsync(RunningProgram program) =>
        IPEndPoint.Parse(await program.LineAsync("listening "));

    public static int Serve()
    {
        GuardLimits limits = GuardLimits.OfThisProcess() with { WaitingBytes = Waiting };
        using var guard = new ConnectionGuard(limits, static line => Console.WriteLine($"report {line}"));
        var receiver = new EchoReceiver { OnClosed = static reason => Console.WriteLine($"closed {reason}") };
        Console.WriteLine($"limits {limits.Connections} {limits.Strangers}");
        Console.WriteLine($"listening {guard.Listen(new IPEndPoint(IPAddress.Loopback, 0), ZmtpRole.Router, receiver, Array.MaxLength)}");
        var files = new List<FileStream>();
        while (Console.ReadLine() is { } command)
        {
            if (command == "take")
                TakeDescriptors(files);
            else
                GiveDescriptors(files);
            Console.WriteLine($"open {files.Count}");
        }

        return 0;
    }

    private static void TakeDescriptors(List<FileStream> files)
    {
        try
        {
            while (true)
                files.Add(File.OpenRead("/dev/null"));
        }
        catch (IOException)
        {
            // There are no more.
        }
    }

    private static void GiveDescriptors(List<FileStream> files)
    {
        files.ForEach(static f => f.Dispose());
        files.Clear();
    }
}
