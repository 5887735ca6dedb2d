using WestRpc.Benchmarks.Figures;

namespace WestRpc.Benchmarks.Reporting;

/// <summary>What users of Python would take instead.</summary>
internal static class Peers
{
    private const int Many = 50_000;
    private const int Few = 2_000;

    /// <summary>Each with the Debian package that it needs.</summary>
    /// <param name="westpa">A checkout, or null for none of WESTPA's.</param>
    /// <param name="all">Or those alone that come with Python.</param>
    public static IEnumerable<(PeerSubject Peer, string Package)> Of(string? westpa, bool all)
    {
        string[] usual = PeerSubject.Usual;
        yield return (new PeerSubject(Subjects.ProcessPool, "process_pool", usual, Many), "python3");

        // It shares memory: nothing large is sent. Ten thousand tasks that compute would take it, as all slow ones, too long.
        string[] slow = [.. usual.Except([WorkQuestions.Durations])];
        string[] inOne = [.. slow.Except([WorkQuestions.Large])];
        yield return (new PeerSubject(Subjects.ThreadPool, "thread_pool", inOne, Many), "python3");
        if (!all)
            yield break;
        yield return (new PeerSubject(Subjects.Loky, "loky", [.. usual.Except([WorkQuestions.Queue])], Many), "python3-joblib");
        yield return (new PeerSubject(Subjects.Joblib, "joblib", [WorkQuestions.RateMany, WorkQuestions.Compute, WorkQuestions.Durations], Many), "python3-joblib");
        yield return (new PeerSubject(Subjects.Dask, "dask", slow, Few), "python3-distributed");
        yield return (new PeerSubject(Subjects.MpiPool, "mpi_pool", usual, Many), "python3-mpi4py");
        if (westpa is null)
            yield break;
        yield return (new PeerSubject(Subjects.WestpaThreads, "westpa_threads", inOne, Many, westpa), "python3-h5py");
        yield return (new PeerSubject(Subjects.WestpaProcesses, "westpa_processes", slow, Few, westpa), "python3-h5py");
        yield return (new PeerSubject(Subjects.WestpaZeroMQ, "westpa_zmq", slow, Few, westpa), "python3-zmq");
    }
}
