using WestRpc.Benchmarks.Figures;

namespace WestRpc.Benchmarks.Reporting;

/// <summary>What it takes to wait: of memory for tasks that do, of processors where there are none.</summary>
internal static class Waiting
{
    // What the runtime does after the last work is not idling.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    public static async Task MeasureAsync(Session session)
    {
        await session.EachAsync(WorkQuestions.Queue, async subject =>
        {
            double[] bytes = await subject.AskAsync($"{WorkQuestions.Queue} {Math.Min(session.Plan.Queued, subject.MostQueued)}");
            session.Add(Quantities.Queued, subject, "bytes", bytes[0]);
            if (bytes is [_, var after])
                session.Add(Quantities.Afterwards, subject, "bytes", after);
        });
        await session.EachAsync(WorkQuestions.RateMany, async subject =>
        {
            // Ours are all in this process: StartUp has one that is alone.
            if (subject is not PeerSubject)
                return;
            int[] all = [.. subject.Master, .. subject.Workers];
            await Task.Delay(Settling);
            TimeSpan before = ProcessTree.ProcessorTime(all);
            await Task.Delay(session.Plan.Idle);
            session.Add(Quantities.Idle, subject, "%", (ProcessTree.ProcessorTime(all) - before) / session.Plan.Idle * 100);
        });
    }
}
