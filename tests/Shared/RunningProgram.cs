using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Channels;

namespace WestRpc.Tests.Shared;

/// <summary>A program as a person would run it, in a session of its own; killed with its group when the test ends.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private const int SigInt = 2;
    private const int SigKill = 9;
    private const int SigTerm = 15;

    private readonly Process process;
    private readonly Channel<string> output = Channel.CreateUnbounded<string>();
    private readonly Channel<string> errors = Channel.CreateUnbounded<string>();
    private readonly Task<string> error;
    private readonly Task reading;

    private RunningProgram(Process process)
    {
        this.process = process;
        Id = process.Id;
        error = ReadErrorAsync();
        reading = ReadAsync();
    }

    public int Id { get; }

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    public static RunningProgram Start(string program, params string[] arguments) =>
        Start(program, new Dictionary<string, string>(), arguments);

    public static RunningProgram Start(
        string program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("setsid", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (string variable in start.Environment.Keys.Where(static k => k.StartsWith("WM_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(variable);
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return new RunningProgram(Process.Start(start)!);
    }

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string program, params string[] arguments)
    {
        await using RunningProgram running = Start(program, arguments);
        return await running.EndAsync();
    }

    /// <summary>Waits for the next line on standard output.</summary>
    public async Task<string> NextLineAsync()
    {
        if (await output.Reader.WaitToReadAsync(TestEnd) && output.Reader.TryRead(out string? line))
            return line;
        throw new InvalidOperationException($"The program's output has ended (exit code {await ExitAsync()}): {await error}");
    }

    /// <summary>Waits for a line on standard output that begins like this, and returns the rest of it.</summary>
    public async Task<string> LineAsync(string beginning)
    {
        while (true)
        {
            string line = await NextLineAsync();
            if (line.StartsWith(beginning, StringComparison.Ordinal))
                return line[beginning.Length..];
        }
    }

    /// <summary>Waits for a line on standard error that holds this.</summary>
    public async Task<string> ErrorLineAsync(string part)
    {
        await foreach (string line in errors.Reader.ReadAllAsync(TestEnd))
        {
            if (line.Contains(part, StringComparison.Ordinal))
                return line;
        }

        throw new InvalidOperationException($"The program has ended (exit code {await ExitAsync()}) and never said '{part}': {await error}");
    }

    /// <summary>Types a line on standard input.</summary>
    public void TypeLine(string line) => process.StandardInput.WriteLine(line);

    /// <summary>Waits for lines like <c>running 123</c> and returns the numbers.</summary>
    public async Task<int[]> WorkersAsync(int count)
    {
        int[] ids = new int[count];
        for (int i = 0; i < count; i++)
            ids[i] = int.Parse((await NextLineAsync())["running ".Length..], System.Globalization.CultureInfo.InvariantCulture);
        return ids;
    }

    /// <summary>Waits for the program to end; what it started may hold its output open.</summary>
    public async Task<int> ExitAsync()
    {
        await process.WaitForExitAsync(TestEnd);
        return process.ExitCode;
    }

    /// <summary>Waits for the program to end and returns what it printed that was not read yet.</summary>
    public async Task<(int ExitCode, string Output, string Error)> EndAsync()
    {
        await process.WaitForExitAsync(TestEnd);
        await reading;
        var rest = new List<string>();
        while (output.Reader.TryRead(out string? line))
            rest.Add(line);
        return (process.ExitCode, string.Join('\n', rest), (await error).TrimEnd());
    }

    /// <summary>Types at the terminal that a program like <c>script</c> has made of its standard input.</summary>
    public async Task TypeAsync(string keys)
    {
        await process.StandardInput.WriteAsync(keys.AsMemory(), TestEnd);
        await process.StandardInput.FlushAsync(TestEnd);
    }

    /// <summary>Sends a signal to the program alone.</summary>
    public void Signal(PosixSignal signal) => Send(process.Id, signal);

    /// <summary>Sends a signal that has no name here to the program alone.</summary>
    public void Signal(int number) => Assert.Equal(0, kill(process.Id, number));

    /// <summary>Sends a signal to its whole foreground group, as a terminal does at Ctrl-C.</summary>
    public void SignalGroup(PosixSignal signal) => Send(-process.Id, signal);

    /// <summary>Kills the program alone, as <c>kill -9</c> does.</summary>
    public void Kill() => Assert.Equal(0, kill(process.Id, SigKill));

    /// <summary>Kills a process that a program said it started.</summary>
    public static void Kill(int processId) => Assert.Equal(0, kill(processId, SigKill));

    /// <summary>Waits until a process is gone.</summary>
    public static async Task GoneAsync(int processId)
    {
        try
        {
            using Process other = Process.GetProcessById(processId);
            await other.WaitForExitAsync(TestEnd);
        }
        catch (ArgumentException)
        {
            // Gone already.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            _ = kill(-process.Id, SigKill);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            output.Writer.TryWrite(line);
        output.Writer.Complete();
    }

    private async Task<string> ReadErrorAsync()
    {
        var all = new StringBuilder();
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            all.AppendLine(line);
            errors.Writer.TryWrite(line);
        }

        errors.Writer.Complete();
        return all.ToString();
    }

    private static void Send(int processId, PosixSignal signal) =>
        Assert.Equal(0, kill(processId, signal == PosixSignal.SIGINT ? SigInt : SigTerm));

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int processId, int signal);
}
