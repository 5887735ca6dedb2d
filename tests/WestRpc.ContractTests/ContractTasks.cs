using System.Net.Sockets;

namespace WestRpc.ContractTests;

/// <summary>The tasks that every work manager must run alike.</summary>
internal static partial class ContractTasks
{
    [WorkTask]
    private static int Add(int a, int b) => a + b;

    [WorkTask]
    private static int Answer() => 42;

    [WorkTask]
    private static async Task<string> GreetAsync(string name)
    {
        await Task.Yield();
        return $"Hello, {name}";
    }

    [WorkTask]
    private static async ValueTask<int> DoubleAsync(int value)
    {
        await Task.Yield();
        return 2 * value;
    }

    [WorkTask]
    private static void Touch(string path) => File.WriteAllText(path, "touched");

    [WorkTask]
    private static Task TouchLaterAsync(string path) => File.WriteAllTextAsync(path, "touched");

    [WorkTask]
    private static int Fail(string message) => throw new InvalidOperationException(message);

    [WorkTask]
    private static void FailWithCustom(int code) => throw new CustomException(code);

    [WorkTask]
    private static async Task<int> FailLaterAsync(string message)
    {
        await Task.Yield();
        throw new ArgumentException(message, nameof(message), new TimeoutException("the cause"));
    }

    [WorkTask]
    private static int FailBadly() => throw new BadException();

    [WorkTask]
    private static int FailAtLength(int length) => throw new InvalidOperationException(new string('x', length));

    [WorkTask]
    private static byte[] EchoBytes(byte[] value) => value;

    [WorkTask]
    private static double[] EchoNumbers(double[] value) => value;

    [WorkTask]
    private static Dictionary<string, List<Segment?>> EchoNested(Dictionary<string, List<Segment?>> value) => value;

    [WorkTask]
    private static string? EchoNull(string? value, int? number, int[]? array) =>
        value is null && number is null && array is null ? null : "not null";

    [WorkTask]
    private static double Sum(double[] values) => values.Sum();

    [WorkTask]
    private static Segment ReturnDerived() => new BetterSegment(1, [], Segment.Kind.Free, "more");

    [WorkTask]
    private static int WaitForRelease(int port)
    {
        Rendezvous.CallInAndWait(port);
        return port;
    }

    [WorkTask]
    private static async Task<int> WaitForCancellationAsync(int port, CancellationToken cancellation)
    {
        using TcpClient client = Rendezvous.CallIn(port);
        await Task.Delay(Timeout.Infinite, cancellation);
        return port;
    }

    [WorkTask]
    private static async Task<int> WaitForReleaseOrCancellationAsync(int port, CancellationToken cancellation)
    {
        using TcpClient client = Rendezvous.CallIn(port);
        await client.GetStream().ReadExactlyAsync(new byte[1], cancellation);
        return port;
    }

    [WorkTask]
    private static int IgnoreCancellation(int port, CancellationToken cancellation)
    {
        using TcpClient client = Rendezvous.CallIn(port);
        cancellation.WaitHandle.WaitOne();
        return 7;
    }

    [WorkTask]
    private static int Exit(int code)
    {
        Console.Error.WriteLine($"leaving with {code}");
        Environment.Exit(code);
        return code;
    }

    [WorkTask]
    private static int WaitForReleaseHeedingNothing(int port, CancellationToken cancellation)
    {
        _ = cancellation.IsCancellationRequested;
        Rendezvous.CallInAndWait(port);
        return port;
    }

    /// <summary>Counts its attempts in a file, since each may be in another process.</summary>
    [WorkTask]
    private static int FailUntil(int attempt, string path, WorkContext context)
    {
        File.AppendAllText(path, $"{context.Attempt}\n");
        return context.Attempt < attempt
            ? throw new DerivedException($"attempt {context.Attempt}")
            : context.Attempt;
    }

    [WorkTask]
    private static byte[] EchoBytesAtAttempt(int attempt, byte[] value, WorkContext context) =>
        context.Attempt < attempt ? throw new DerivedException($"attempt {context.Attempt}") : value;

    [WorkTask]
    private static void Append(string path, string line) => File.AppendAllText(path, line + "\n");

    [WorkTask]
    private static Dictionary<string, List<int>> WhatIHave(WorkContext context) =>
        context.Resources.ToDictionary(static r => r.Key, static r => r.Value.ToList());

    [WorkTask]
    private static WhereItRan WhereAmI(WorkContext context) => new(
        Environment.ProcessId, context.WorkerIndex, context.Attempt, context.Host,
        Environment.GetEnvironmentVariable("WM_PROCESS_ID"), Environment.GetEnvironmentVariable("WM_WORKER_SOCKET"));

    [WorkTask]
    private static void Print(string text, bool error) => (error ? Console.Error : Console.Out).WriteLine(text);
}

internal sealed record WhereItRan(
    int ProcessId, int WorkerIndex, int Attempt, string Host, string? ProcessIndexVariable, string? SocketVariable);

internal record Segment(int Id, double[] Position, Segment.Kind Boundary)
{
    internal enum Kind
    {
        Free,
        Recycled = 7,
    }
}

internal sealed record BetterSegment(int Id, double[] Position, Segment.Kind Boundary, string More)
    : Segment(Id, Position, Boundary);

internal sealed class BadException : Exception
{
    public override string Message => throw new InvalidOperationException("no message either");

    public override string StackTrace => throw new InvalidOperationException("no stack trace either");
}

internal sealed class CustomException(int code) : Exception($"code {code}");

internal class FlakyException(string message) : Exception(message);

internal sealed class DerivedException(string message) : FlakyException(message);
