using System.Diagnostics;
using WestRpc.Benchmarks.Figures;

namespace WestRpc.Benchmarks.Reporting;

/// <summary>
/// Lets subjects take turns, pass by pass, so that a machine that slows down slows all, and keeps what was measured. Who
/// fails is left out from then on, and the report says so.
/// </summary>
internal sealed class Session(Plan plan) : IAsyncDisposable
{
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly List<Subject> subjects = [];
    private readonly Dictionary<(string Quantity, string Subject, double? At), (string Unit, List<double> Values)> values = [];

    public Plan Plan => plan;

    /// <summary>Whether the time for what is less important is over: then the report says what was left out.</summary>
    public bool IsLate(string leftOut)
    {
        if (Stopwatch.GetElapsedTime(began) < plan.Longest)
            return false;
        Missing.Add(new Missing(leftOut, "there was no time left for it on this machine"));
        return true;
    }

    /// <summary>Who is left.</summary>
    public IReadOnlyList<Subject> Subjects => subjects;

    public List<Missing> Missing { get; } = [];

    public IEnumerable<Figure> Figures => values.Select(v =>
        new Figure(v.Key.Quantity, v.Key.Subject, v.Value.Unit, [.. v.Value.Values]) { At = v.Key.At, Placement = plan.Placement });

    /// <summary>Starts one, which then waits for its turn.</summary>
    public async Task StartAsync(Subject subject)
    {
        subjects.Add(subject);
        await TakeTurnAsync(subject, subject.StartAsync);
    }

    /// <summary>Keeps a value of a pass.</summary>
    public void Add(string quantity, Subject subject, string unit, double value, double? at = null) => Add(quantity, subject.Name, unit, value, at);

    /// <inheritdoc cref="Add(string, Subject, string, double, double?)"/>
    public void Add(string quantity, string subject, string unit, double value, double? at = null)
    {
        if (!values.TryGetValue((quantity, subject, at), out (string Unit, List<double> Values) kept))
            values.Add((quantity, subject, at), kept = (unit, []));
        kept.Values.Add(value);
    }

    /// <summary>All that can be asked this do it in turn, pass by pass.</summary>
    public async Task PassesAsync(string question, Func<Subject, Task> measure)
    {
        for (int pass = 0; pass < plan.Passes; pass++)
            await EachAsync(question, measure);
    }

    /// <summary>
    /// The same of what takes long, each pass after a reference. Peers are far from ours there: their first pass has to do.
    /// </summary>
    public async Task LongPassesAsync(string question, Func<double> reference, Func<Subject, double, Task> measure)
    {
        for (int pass = 0; pass < plan.LongPasses; pass++)
        {
            double value = reference();
            bool isFirst = pass == 0;
            await EachAsync(question, subject => isFirst || subject is not PeerSubject ? measure(subject, value) : Task.CompletedTask);
        }
    }

    /// <inheritdoc cref="LongPassesAsync(string, Func{double}, Func{Subject, double, Task})"/>
    public Task LongPassesAsync(string question, Func<Subject, Task> measure) =>
        LongPassesAsync(question, static () => 0, (subject, _) => measure(subject));

    /// <summary>All that can be asked this do it once.</summary>
    public async Task EachAsync(string question, Func<Subject, Task> measure)
    {
        foreach (Subject subject in subjects.Where(s => s.Questions.Contains(question)).ToArray())
            await TakeTurnAsync(subject, () => measure(subject));
    }

    /// <summary>How many it does in the time that a figure takes; it is warm then.</summary>
    public async Task<Dictionary<Subject, int>> CalibrateAsync(string question, Func<int, string> ask, int least, int most, int from = 0)
    {
        var counts = new Dictionary<Subject, int>();
        await EachAsync(question, async subject =>
        {
            int count = Math.Max(least, from);
            while (true)
            {
                long started = Stopwatch.GetTimestamp();
                await subject.AskAsync(ask(count));
                double ratio = plan.Each / Stopwatch.GetElapsedTime(started);
                if (count >= most || ratio < 4)
                {
                    counts[subject] = (int)Math.Clamp(count * ratio, least, most);
                    return;
                }

                count = (int)Math.Min(most, count * Math.Min(ratio / 2, 10));
            }
        });
        return counts;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Subject subject in subjects)
            await EndAsync(subject);
    }

    private async Task TakeTurnAsync(Subject subject, Func<Task> turn)
    {
        try
        {
            subject.Resume();
            await turn();
            subject.Pause();
        }
        catch (Exception e) when (subject is PeerSubject or MpiSubject)
        {
            Missing.Add(new Missing(subject.Name, $"failed: {e.Message}"));
            subjects.Remove(subject);
            await EndAsync(subject);
        }
    }

    private static async Task EndAsync(Subject subject)
    {
        try
        {
            await subject.DisposeAsync();
        }
        catch (Exception e) when (subject is PeerSubject or MpiSubject)
        {
            Console.Error.WriteLine($"{subject.Name} did not end: {e.Message}");
        }
    }
}
