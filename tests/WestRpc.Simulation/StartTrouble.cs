namespace WestRpc.Simulation;

/// <summary>What comes of a worker that is started.</summary>
internal enum StartFate : byte
{
    Greets,

    /// <summary>Its program is not there.</summary>
    FileMissing,

    /// <summary>It ends before it connects.</summary>
    CrashesAtOnce,

    /// <summary>It ends when it has connected.</summary>
    CrashesConnected,

    NeverGreets,
    OtherProtocol,
    OtherBuild,
    OtherContract,
    OtherBuildAndContract,

    /// <summary>Its greeting can't be read.</summary>
    Garbled,

    /// <summary>It says what becomes of calls before it greets.</summary>
    WorksFirst,
}

/// <summary>How often workers can't be started, and how long what they started outlives them.</summary>
internal sealed record StartTrouble
{
    public static StartTrouble None { get; } = new();

    /// <summary>One start in so many goes wrong; 0 for none.</summary>
    public int OneFailsIn { get; init; }

    /// <summary>From here on no program is there at all.</summary>
    public long NoneFrom { get; init; } = Duration.Forever;

    /// <summary>And from here on it is there again.</summary>
    public long NoneUntil { get; init; } = Duration.Forever;

    /// <summary>How long what a worker started is there after its end, at most.</summary>
    public long MostLinger { get; init; }

    public StartFate Draw(SimRandom random, long now) =>
        now >= NoneFrom && now < NoneUntil ? StartFate.FileMissing
        : OneFailsIn == 0 || !random.OneIn(OneFailsIn) ? StartFate.Greets
        : (StartFate)random.Between((long)StartFate.FileMissing, (long)StartFate.WorksFirst);
}
