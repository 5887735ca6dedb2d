namespace WestRpc.Benchmarks.Reporting;

/// <summary>Somebody who is measured: answers the questions of <see cref="WorkQuestions"/> with numbers.</summary>
internal abstract class Subject(string name) : IAsyncDisposable
{
    /// <summary>Each has so many.</summary>
    public const int WorkerCount = 2;

    /// <summary>As readers see it.</summary>
    public string Name { get; } = name;

    /// <summary>The questions that it can be asked.</summary>
    public abstract IReadOnlySet<string> Questions { get; }

    /// <summary>The processes of the master.</summary>
    public virtual IReadOnlyList<int> Master => [Environment.ProcessId];

    /// <summary>Those of its workers.</summary>
    public virtual IReadOnlyList<int> Workers => [];

    /// <summary>How many tasks may wait, so that the question after their memory ends soon.</summary>
    public virtual int MostQueued => 1_000_000;

    public abstract Task StartAsync();

    public abstract Task<double[]> AskAsync(string question);

    /// <summary>Lets it run, before it is asked.</summary>
    public virtual void Resume()
    {
    }

    /// <summary>Stops it, so that it does not disturb others.</summary>
    public virtual void Pause()
    {
    }

    public abstract ValueTask DisposeAsync();
}
