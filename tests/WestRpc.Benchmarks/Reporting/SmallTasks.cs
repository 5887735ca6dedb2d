using System.Diagnostics;
using WestRpc.Benchmarks.Figures;

namespace WestRpc.Benchmarks.Reporting;

/// <summary>Tasks that do nothing: how many a second, how long one takes, and what it takes of the processors.</summary>
internal static class SmallTasks
{
    private const int Least = 100;
    private const int Most = 2_000_000;
    private const int MostRoundTrips = 20_000;

    public static async Task MeasureAsync(Session session)
    {
        await WarmUpAsync(session);
        Dictionary<Subject, int> counts = await session.CalibrateAsync(WorkQuestions.Rate, static n => $"{WorkQuestions.Rate} {n}", Least, Most);
        await session.PassesAsync(WorkQuestions.Rate, async subject =>
            session.Add(Quantities.Rate, subject, "tasks/s", counts[subject] / (await subject.AskAsync($"{WorkQuestions.Rate} {counts[subject]}"))[0]));

        Dictionary<Subject, int> many = await session.CalibrateAsync(WorkQuestions.RateMany, static n => $"{WorkQuestions.RateMany} {n}", Least, Most);
        await session.PassesAsync(WorkQuestions.RateMany, subject => RateManyAsync(session, subject, many[subject]));

        Dictionary<Subject, int> trips = await session.CalibrateAsync(WorkQuestions.Latency, static n => $"{WorkQuestions.Latency} {n}", Least, MostRoundTrips);
        await session.PassesAsync(WorkQuestions.Latency, async subject =>
        {
            double[] times = [.. (await subject.AskAsync($"{WorkQuestions.Latency} {trips[subject]}")).Order()];
            session.Add(Quantities.Latency, subject, "µs", times[times.Length / 2]);
            session.Add(Quantities.Latency99, subject, "µs", times[times.Length * 99 / 100]);
        });
    }

    private static async Task WarmUpAsync(Session session)
    {
        foreach (Subject subject in session.Subjects.Where(static s => s is not PeerSubject).ToArray())
        {
            long started = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(started) < session.Plan.WarmUp)
            {
                foreach (string question in subject.Questions.Intersect([WorkQuestions.RateMany, WorkQuestions.Latency]))
                    await subject.AskAsync($"{question} 1000");
            }
        }
    }

    private static async Task RateManyAsync(Session session, Subject subject, int count)
    {
        TimeSpan master = ProcessTree.ProcessorTime(subject.Master);
        TimeSpan workers = ProcessTree.ProcessorTime(subject.Workers);
        double seconds = (await subject.AskAsync($"{WorkQuestions.RateMany} {count}"))[0];
        session.Add(Quantities.RateMany, subject, "tasks/s", count / seconds);
        session.Add(Quantities.MasterTime, subject, "µs", (ProcessTree.ProcessorTime(subject.Master) - master).TotalMicroseconds / count);
        if (subject.Workers.Count > 0)
            session.Add(Quantities.WorkerTime, subject, "µs", (ProcessTree.ProcessorTime(subject.Workers) - workers).TotalMicroseconds / count);
    }
}
