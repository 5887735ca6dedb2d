namespace WestRpc.Configuration;

/// <summary>What the command line and the environment chose, and what of the command line is the program's own.</summary>
/// <param name="WorkManager">Which work manager.</param>
/// <param name="Options">How it is to run.</param>
/// <param name="Arguments">What is the program's own.</param>
/// <param name="Help">A line for each option that is not.</param>
internal sealed record WorkSettings(string WorkManager, WorkManagerOptions Options, IReadOnlyList<string> Arguments, string Help)
{
    private const string ManagerVariable = "WM_WORK_MANAGER";
    private const string ManagerOption = "--work-manager";
    private const string DefaultManager = "processes";
    private const int HelpColumn = -25;

    /// <summary>Reads the environment, then the command line, which wins.</summary>
    /// <exception cref="WorkConfigurationException">A value can't be read: says which, its value and what is allowed.</exception>
    public static WorkSettings Read(
        IReadOnlyList<string> args, Func<string, string?> environment, WorkManagerOptions options, WorkManagerCatalog catalog)
    {
        IReadOnlyList<Setting> all = catalog.Settings;
        string manager = DefaultManager;
        if (environment(ManagerVariable) is { Length: > 0 } named)
            manager = catalog.Known(ManagerVariable, named);
        foreach (Setting setting in all)
        {
            if (environment(setting.Variable) is { Length: > 0 } text)
                options = Apply(setting, setting.Variable, text, options);
        }

        var rest = new List<string>();
        for (int i = 0; i < args.Count; i++)
        {
            if (args[i] == "--")
            {
                rest.AddRange(args.Skip(i));
                break;
            }

            (string name, string? value) = Split(args[i]);
            if (name == "--serial" && value is null)
                manager = "serial";
            else if (name == "--parallel" && value is null)
                manager = DefaultManager;
            else if (name == ManagerOption)
                manager = catalog.Known(name, value ?? Next(args, ref i, string.Join(", ", catalog.Names)));
            else if (all.FirstOrDefault(s => s.Option == name) is { } setting)
                options = Apply(
                    setting, name, value ?? (setting.IsSwitch ? "1" : Next(args, ref i, setting.Allowed)), options);
            else
                rest.Add(args[i]);
        }

        return new WorkSettings(manager, options, rest, HelpFor(catalog));
    }

    private static string HelpFor(WorkManagerCatalog catalog)
    {
        IEnumerable<string> lines = catalog.Settings.Select(
            static s => $"  {s.Option + (s.IsSwitch ? "" : " N"),HelpColumn} {s.Meaning}; or {s.Variable}");
        return string.Join(
            Environment.NewLine,
            [
                $"  {ManagerOption + " NAME",HelpColumn} {string.Join(", ", catalog.Names)} (default: {DefaultManager}); or {ManagerVariable}",
                $"  {"--serial, --parallel",HelpColumn} the same as --work-manager serial, --work-manager {DefaultManager}",
                .. lines,
            ]);
    }

    private static WorkManagerOptions Apply(Setting setting, string source, string text, WorkManagerOptions options) =>
        setting.Apply(options, text)
        ?? throw new WorkConfigurationException($"{source} is '{text}', which is not {setting.Allowed}.");

    private static (string Name, string? Value) Split(string argument)
    {
        int equals = argument.StartsWith("--", StringComparison.Ordinal) ? argument.IndexOf('=') : -1;
        return equals < 0 ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
    }

    private static string Next(IReadOnlyList<string> args, ref int i, string allowed) =>
        i + 1 < args.Count
            ? args[++i]
            : throw new WorkConfigurationException($"{args[i]} stands without a value; it takes {allowed}.");
}
