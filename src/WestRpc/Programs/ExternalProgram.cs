namespace WestRpc;

/// <summary>
/// A program that a task runs (<see cref="WorkContext.RunAsync"/>): a simulation engine, or a script that starts one. No shell
/// comes in between, so arguments need no quotes.
/// </summary>
public sealed record ExternalProgram
{
    /// <summary>Names the program.</summary>
    /// <param name="file">
    /// A path, or a name, which is looked for in <c>PATH</c>, in the process's current directory, and beside its executable.
    /// A path that is not absolute begins at the current directory.
    /// </param>
    /// <param name="arguments">Its arguments.</param>
    public ExternalProgram(string file, params IEnumerable<string> arguments)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(arguments);
        File = file;
        Arguments = [.. arguments];
    }

    /// <summary>The path or the name.</summary>
    public string File { get; }

    /// <summary>The arguments, its own name not among them.</summary>
    public IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Where it runs. Default: the current directory of the process.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>
    /// Variables that it has beside those of the process; null takes one away. They win over what the framework sets.
    /// </summary>
    public IReadOnlyDictionary<string, string?>? Environment { get; init; }

    /// <summary>A file for its standard input, from the working directory. Default: nothing to read.</summary>
    public string? Input { get; init; }

    /// <summary>A file for what it writes to standard output and standard error, from the working directory; begun anew.</summary>
    public string? Log { get; init; }

    /// <summary>A file for its standard output alone. Default: captured, unless there is a <see cref="Log"/>.</summary>
    public string? Output { get; init; }

    /// <summary>A file for its standard error alone. Default: captured, unless there is a <see cref="Log"/>.</summary>
    public string? Error { get; init; }

    /// <summary>How many bytes of its output are kept, of each stream the last ones. Default: 64 KiB.</summary>
    public int MaxCapturedBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1 << 30);
            field = value;
        }
    } = 64 << 10;

    /// <summary>How long it may run; over that it is ended, and the run fails. Default: as long as it likes.</summary>
    public TimeSpan? TimeLimit
    {
        get;
        init
        {
            if (value is { } limit)
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
            field = value;
        }
    }

    /// <summary>
    /// How long it, and what it started, may take to end after SIGTERM, before SIGKILL. Default: 2 s, which is less than a
    /// canceled task has.
    /// </summary>
    public TimeSpan Grace
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(2);

    /// <summary>From 0 to 19: how far it yields to others. Default: 0, as this process.</summary>
    public int Nice
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 19);
            field = value;
        }
    }

    /// <summary>
    /// Files that it must leave, from the working directory, with something in them; with a slash at the end a directory, which
    /// it finds there. Each has its full path in a variable, <c>WEST_PCOORD_RETURN</c> for <c>pcoord</c>.
    /// </summary>
    public IReadOnlyList<string> ReturnFiles { get; init; } = [];

    /// <summary>Says before the run begins whether this machine has the program and may execute it.</summary>
    /// <exception cref="WorkConfigurationException">It has not, or may not.</exception>
    public void Check()
    {
        if (Programs.ProgramLookup.Find(this, out string why) is null)
            throw new WorkConfigurationException(why);
    }

    /// <summary>The command, as one would type it.</summary>
    public override string ToString() => string.Join(' ', Arguments.Prepend(File).Select(Quote));

    private static string Quote(string text) =>
        text.Length > 0 && text.All(static c => char.IsLetterOrDigit(c) || "_-./=:,+@%".Contains(c, StringComparison.Ordinal))
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
