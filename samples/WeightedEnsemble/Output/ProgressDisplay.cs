using System.Diagnostics;
using Spectre.Console;
using WestRpc;

namespace WeightedEnsemble.Output;

/// <summary>
/// A live bar with an ETA on a terminal, with what workers print above it; elsewhere a line now and then.
/// </summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(5);

    // The bar is drawn where the cursor is, and a shorter line would leave a piece of it standing.
    private static readonly ControlCode ClearBelow = new("\u001b[J");

    private const string ShowCursor = "\u001b[?25h";

    /// <summary>Runs <paramref name="body"/>, which reports how many iterations are done.</summary>
    public static Task RunAsync(long iterations, WorkOutput output, Func<Action<long>, Task> body) =>
        AnsiConsole.Profile.Out.IsTerminal && AnsiConsole.Profile.Capabilities.Ansi
            ? RunBarAsync(iterations, output, body)
            : RunLinesAsync(iterations, body);

    private static async Task RunBarAsync(long iterations, WorkOutput output, Func<Action<long>, Task> body)
    {
        // The bar hides the cursor, and a second Ctrl-C ends the program while it is up.
        EventHandler showCursor = static (_, _) => Console.Out.WriteLine(ShowCursor);
        AppDomain.CurrentDomain.ProcessExit += showCursor;
        try
        {
            await AnsiConsole.Progress()
                .AutoClear(true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(async progress =>
                {
                    ProgressTask bar = progress.AddTask("iterations", maxValue: iterations);
                    using IDisposable redirection = output.RedirectTo(
                        static line => AnsiConsole.Write(new Rows(ClearBelow, new Text(line.Text))));
                    await body(done => bar.Value = done);
                });
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= showCursor;
        }
    }

    private static async Task RunLinesAsync(long iterations, Func<Action<long>, Task> body)
    {
        long started = Stopwatch.GetTimestamp();
        TimeSpan next = LinePeriod;
        await body(done =>
        {
            TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
            if (elapsed < next || done == iterations)
                return;
            next = elapsed + LinePeriod;
            TimeSpan left = elapsed * ((double)(iterations - done) / done);
            Console.WriteLine(FormattableString.Invariant(
                $"iteration {done:N0} of {iterations:N0}, {100.0 * done / iterations:N0} %, about {left:hh\\:mm\\:ss} left"));
        });
    }
}
