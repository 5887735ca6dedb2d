using WestRpc.Benchmarks.Figures;

namespace WestRpc.Benchmarks.Reporting;

/// <summary>How much is measured.</summary>
internal sealed record Plan
{
    /// <summary>How often each figure is taken.</summary>
    public required int Passes { get; init; }

    /// <summary>The same of figures that take long, or that there are many of.</summary>
    public required int LongPasses { get; init; }

    /// <summary>For how long each time.</summary>
    public required TimeSpan Each { get; init; }

    /// <summary>For how long ours are used before that, not counted: code is compiled for good only after it ran for a while.</summary>
    public required TimeSpan WarmUp { get; init; }

    /// <summary>For how long all do nothing.</summary>
    public required TimeSpan Idle { get; init; }

    /// <summary>Of large messages, in bytes.</summary>
    public required int[] Sizes { get; init; }

    /// <summary>Of tasks that compute, in µs.</summary>
    public required int[] Durations { get; init; }

    /// <summary>How many tasks of 5 ms.</summary>
    public required int EvenTasks { get; init; }

    /// <summary>How many tasks of uneven length.</summary>
    public required int UnevenTasks { get; init; }

    /// <summary>How many tasks wait at once; fewer where that takes long.</summary>
    public required int Queued { get; init; }

    /// <summary>How many starts of a program.</summary>
    public required int Starts { get; init; }

    /// <summary>After so long what is less important is left out.</summary>
    public required TimeSpan Longest { get; init; }

    /// <summary>Whether all peers are measured, or only those of Python itself.</summary>
    public required bool AllPeers { get; init; }

    public string Placement { get; } = Environment.ProcessorCount == 1 ? Placements.One : Placements.All;

    public static Plan Whole { get; } = new()
    {
        Passes = Environment.ProcessorCount == 1 ? 3 : 5,
        LongPasses = 3,
        Each = TimeSpan.FromSeconds(0.1),
        WarmUp = TimeSpan.FromSeconds(Environment.ProcessorCount == 1 ? 4 : 2),
        Idle = TimeSpan.FromSeconds(3),
        Sizes = Environment.ProcessorCount == 1 ? [1 << 20] : [64, 1 << 10, 16 << 10, 256 << 10, 1 << 20, 4 << 20, 64 << 20],
        Durations = [10, 30, 100, 300, 1_000, 3_000, 10_000],
        EvenTasks = 400,
        UnevenTasks = 10_000,
        Queued = 1_000_000,
        Starts = 9,
        Longest = Environment.ProcessorCount == 1 ? TimeSpan.FromMinutes(1.5) : TimeSpan.FromMinutes(8.75),
        AllPeers = true,
    };

    public static Plan Quick { get; } = Whole with
    {
        Passes = 3,
        LongPasses = 1,
        Each = TimeSpan.FromSeconds(0.05),
        WarmUp = TimeSpan.FromSeconds(1),
        Idle = TimeSpan.FromSeconds(2),
        Sizes = Environment.ProcessorCount == 1 ? [] : [1 << 10, 64 << 10, 1 << 20],
        Durations = [100, 1_000, 3_000],
        EvenTasks = 100,
        UnevenTasks = 1_000,
        Queued = 100_000,
        Starts = 3,
        Longest = TimeSpan.FromSeconds(45),
        AllPeers = false,
    };
}
