namespace WestRpc.Benchmarks;

/// <summary>Something that is measured and printed.</summary>
internal abstract class Benchmark
{
    /// <summary>What is typed to run this one alone.</summary>
    public abstract string Name { get; }

    public abstract Task RunAsync();
}
