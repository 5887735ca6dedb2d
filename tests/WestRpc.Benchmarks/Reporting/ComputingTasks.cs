using WestRpc.Benchmarks.Figures;

namespace WestRpc.Benchmarks.Reporting;

/// <summary>Tasks that compute, against bare threads that compute as much: what of the cores is lost.</summary>
internal static class ComputingTasks
{
    private const int EvenMicroseconds = 5_000;
    private const int ShareMicroseconds = 2_000; // with two workers, 1,000 a second
    private const int ShareTimes = 5;
    private const int ForEachWorker = 100; // at the least: the end, where one worker has nothing to do, is not to count for much
    private const int CalibratedBelow = 1_000; // µs: who is slow would take minutes for as many as others
    private const int Fewest = 8;
    private const int StretchTimes = 2; // of the usual time
    private const double Sigma = 1.5;
    private const double MeanMicroseconds = 1_000;

    public static async Task MeasureAsync(Session session)
    {
        await EvenAsync(session);
        await UnevenAsync(session);
        await ShareAsync(session);
        foreach (int duration in session.Plan.Durations)
        {
            if (!session.IsLate($"tasks of {duration:N0} µs"))
                await StretchAsync(session, duration);
        }
    }

    private static async Task StretchAsync(Session session, int duration)
    {
        int most = Subject.WorkerCount * (int)Math.Max(ForEachWorker, StretchTimes * session.Plan.Each.TotalMicroseconds / duration);
        Dictionary<Subject, int> counts = duration < CalibratedBelow
            ? await session.CalibrateAsync(WorkQuestions.Compute, n => $"{WorkQuestions.Compute} {n} {duration}", Fewest, most)
            : session.Subjects.ToDictionary(static s => s, _ => most);
        await session.LongPassesAsync(WorkQuestions.Compute, () => BareThreads.Seconds(most, duration) / most, async (subject, each) =>
        {
            int count = counts[subject] / Subject.WorkerCount * Subject.WorkerCount;
            double seconds = (await subject.AskAsync($"{WorkQuestions.Compute} {count} {duration}"))[0];
            session.Add(Quantities.Stretch, subject, "×", seconds / (each * count), duration / 1e6);
        });
    }

    private static Task EvenAsync(Session session)
    {
        int count = session.Plan.EvenTasks;
        return session.LongPassesAsync(WorkQuestions.Compute, () => BareThreads.Seconds(count, EvenMicroseconds), async (subject, bare) =>
            session.Add(Quantities.Even, subject, "×", (await subject.AskAsync($"{WorkQuestions.Compute} {count} {EvenMicroseconds}"))[0] / bare));
    }

    private static async Task UnevenAsync(Session session)
    {
        int[] durations = LogNormal(session.Plan.UnevenTasks);
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, durations.Select(static d => $"{d}"));
            double bare = BareThreads.Seconds(durations);
            await session.EachAsync(WorkQuestions.Durations, async subject =>
                session.Add(Quantities.Uneven, subject, "×", (await subject.AskAsync($"{WorkQuestions.Durations} {file}"))[0] / bare));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Task ShareAsync(Session session)
    {
        int count = (int)(session.Plan.Each.TotalSeconds * ShareTimes * 1_000);
        return session.LongPassesAsync(WorkQuestions.Compute, async subject =>
        {
            // Where all are in one process, nobody can say whose time it is.
            if (subject.Workers.Count == 0)
                return;
            TimeSpan before = ProcessTree.ProcessorTime(subject.Master);
            await subject.AskAsync($"{WorkQuestions.Compute} {count} {ShareMicroseconds}");
            double perTask = (ProcessTree.ProcessorTime(subject.Master) - before).TotalSeconds / count;
            session.Add(Quantities.MasterShare, subject, "%", 100 * 1_000 * perTask);
        });
    }

    /// <summary>The same in each run.</summary>
    private static int[] LogNormal(int count)
    {
        var random = new Random(1);
        double median = MeanMicroseconds / Math.Exp(Sigma * Sigma / 2);
        return [.. Enumerable.Range(0, count).Select(_ => (int)Math.Ceiling(median * Math.Exp(Sigma * Normal(random))))];
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
