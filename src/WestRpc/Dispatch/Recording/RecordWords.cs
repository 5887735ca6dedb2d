namespace WestRpc.Dispatch.Recording;

/// <summary>Lines of a record that are no events of the core's.</summary>
internal static class RecordWords
{
    /// <summary>The first line; the number is raised with each change of the format.</summary>
    public const string Title = "WestRpc dispatch record 1";

    /// <summary>The second line: what the core was told once.</summary>
    public const string Settings = "Settings";

    /// <summary>An input: the time, and that a batch of events begins.</summary>
    public const string Advance = "Advance";

    /// <summary>An input: the batch is over, deadlines are met.</summary>
    public const string Arm = "Arm";

    /// <summary>In front of each effect.</summary>
    public const string Effect = ">";

    /// <summary>The last line of a run that ended in order.</summary>
    public const string End = "End";

    /// <summary>The last line where no more could be written, and why.</summary>
    public const string Cut = "Cut";
}
