namespace WestRpc.Generators.Tests;

/// <summary>WRPC005 for what belongs to the process that it is in.</summary>
public sealed class ProcessBoundSpecs
{
    private const string Stream = "is a stream, which belongs to the process that opened it: send the path, or the data";
    private const string Handle = "is a handle, which means nothing in another process: send what it is made from";
    private const string Promise = "is a promise, which only the process that made it can keep: await it, and send the value";

    [Theory]
    [InlineData("System.IO.Stream", "System.IO.Stream", Stream)]
    [InlineData("System.IO.FileStream", "System.IO.FileStream", Stream)]
    [InlineData("System.IO.TextWriter", "System.IO.TextWriter", Stream)]
    [InlineData("Log", "Log", Stream)]
    [InlineData("System.Runtime.InteropServices.SafeHandle", "System.Runtime.InteropServices.SafeHandle", Handle)]
    [InlineData("Microsoft.Win32.SafeHandles.SafeFileHandle", "Microsoft.Win32.SafeHandles.SafeFileHandle", Handle)]
    [InlineData("System.Runtime.InteropServices.GCHandle", "System.Runtime.InteropServices.GCHandle", Handle)]
    [InlineData("Task<int>", "System.Threading.Tasks.Task<int>", Promise)]
    [InlineData("ValueTask", "System.Threading.Tasks.ValueTask", Promise)]
    [InlineData("Random", "System.Random", "is a generator whose state can't be seen: send a seed, and make it in the task")]
    [InlineData("Type", "System.Type", "is a part of the program: send its name")]
    [InlineData("System.Linq.Expressions.Expression<Func<int>>", "System.Linq.Expressions.Expression<System.Func<int>>", "is code, which can't be sent: send the data that it needs")]
    public async Task WRPC005_says_what_to_send_instead(string type, string name, string reason)
    {
        const string Log = "public class Log : System.IO.StringWriter;";
        await Diagnosed.ExpectAsync(
            $"{Log} static partial class Work {{ [WorkTask] static void Run({type} x) {{ }} }}",
            $"WRPC005 'x': 'x' of the task 'Run' can't be sent: x, of type {name}, {reason}");
        await Diagnosed.ExpectAsync(
            $"{Log} public record Segment(List<{type}?> Bonds); static partial class Work {{ [WorkTask] static void Run(Segment x) {{ }} }}",
            $"WRPC005 'x': 'x' of the task 'Run' can't be sent: x.Bonds[], of type {name}, {reason}");
    }
}
