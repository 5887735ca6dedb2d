using System.Diagnostics;
using System.Globalization;
using WestRpc.Benchmarks.Figures;

namespace WestRpc.Benchmarks.Reporting;

/// <summary><c>tests/StartProgram</c>: to the first results from all workers, each time in a new program; and what it takes when it is idle.</summary>
internal static class StartUp
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    /// <param name="session">Where the figures go.</param>
    /// <param name="program">The program as it was built; null where it is not there.</param>
    /// <param name="native">The same published with NativeAOT.</param>
    public static async Task MeasureAsync(Session session, string? program, string? native)
    {
        (string Subject, string? Program, string Part)[] starts =
        [
            (Subjects.BareChildren, program, "bare"), (Subjects.Processes, program, "work"),
            (Subjects.BareChildrenNative, native, "bare"), (Subjects.Native, native, "work"),
        ];
        for (int pass = 0; pass < session.Plan.Starts; pass++)
        {
            foreach ((string subject, string? path, string part) in starts)
            {
                if (path is not null)
                    session.Add(Quantities.Start, subject, "ms", await StartAsync(path, part));
            }
        }

        foreach ((string subject, string? path) in new[] { (Subjects.Processes, program), (Subjects.Native, native) })
        {
            if (path is not null)
                session.Add(Quantities.Idle, subject, "%", await IdleAsync(path, session.Plan.Idle));
            else
                session.Missing.Add(new Missing(subject, "its program for start-up and idling was not built"));
        }
    }

    private static async Task<double> StartAsync(string program, string part)
    {
        using Process process = Start(program, part);
        string? line = await process.StandardOutput.ReadLineAsync().WaitAsync(Longest);
        await process.WaitForExitAsync();
        return double.Parse(line ?? throw new InvalidOperationException($"{program} {part} failed."), CultureInfo.InvariantCulture);
    }

    private static async Task<double> IdleAsync(string program, TimeSpan time)
    {
        using Process process = Start(program, "idle");
        string line = await process.StandardOutput.ReadLineAsync().WaitAsync(Longest) ?? throw new InvalidOperationException($"{program} idle failed.");
        int[] ids = [.. line.Split(' ').Select(static id => int.Parse(id, CultureInfo.InvariantCulture))];
        await Task.Delay(Settling);
        TimeSpan before = ProcessTree.ProcessorTime(ids);
        await Task.Delay(time);
        double share = (ProcessTree.ProcessorTime(ids) - before) / time * 100;
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return share;
    }

    private static Process Start(string program, string part)
    {
        var start = new ProcessStartInfo(program, [part, Subject.WorkerCount.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["WM_HEARTBEAT_INTERVAL"] = "1";
        return Process.Start(start)!;
    }
}
