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
        await IdleAsync(session);
    }

    /// <summary>All peers do nothing at the same time. Ours are all in this process: <see cref="StartUp"/> has one that is alone.</summary>
    private static async Task IdleAsync(Session session)
    {
        PeerSubject[] peers = [.. session.Subjects.OfType<PeerSubject>()];
        foreach (PeerSubject peer in peers)
            peer.Resume();
        await Task.Delay(Settling);
        TimeSpan[] before = [.. peers.Select(TimeOf)];
        await Task.Delay(session.Plan.Idle);
        foreach ((PeerSubject peer, TimeSpan began) in peers.Zip(before))
            session.Add(Quantities.Idle, peer, "%", (TimeOf(peer) - began) / session.Plan.Idle * 100);
        foreach (PeerSubject peer in peers)
            peer.Pause();
    }

    private static TimeSpan TimeOf(Subject subject) => ProcessTree.ProcessorTime([.. subject.Master, .. subject.Workers]);
}
