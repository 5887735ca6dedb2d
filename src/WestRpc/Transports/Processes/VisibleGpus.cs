namespace WestRpc.Transports.Processes;

/// <summary>The GPUs that a batch system gave this process, which the slots of the resource <c>gpu</c> stand for, one after the other.</summary>
internal static class VisibleGpus
{
    public const string Resource = "gpu";
    public const string Variable = "CUDA_VISIBLE_DEVICES";

    /// <summary>AMD's, which is written only where the batch system has set it: CUDA's variable goes to AMD's programs as well.</summary>
    public const string RocmVariable = "ROCR_VISIBLE_DEVICES";

    /// <summary>How many slots this machine's workers offer.</summary>
    public static int SlotsOf(WorkManagerOptions options) =>
        options.WorkerCount > 0 && options.Resources is { } all && all.TryGetValue(Resource, out int slots) ? slots : 0;

    /// <summary>Numbers or ids, as CUDA reads them; null where the variable is not set, and all GPUs are there by their numbers.</summary>
    public static IReadOnlyList<string>? Listed(Func<string, string?> environment, string variable = Variable) =>
        environment(variable)?.Split(',', StringSplitOptions.TrimEntries)
            .TakeWhile(static e => e is not ("" or "-1" or "NoDevFiles")).ToArray();

    /// <summary>What a worker with these slots is to see; one that is listed twice, to be shared, once.</summary>
    public static string Of(IReadOnlyList<int> slots, Func<string, string?> environment, string variable = Variable)
    {
        IReadOnlyList<string>? listed = Listed(environment, variable);
        return string.Join(',', slots.Select(s => listed is null ? $"{s}" : listed[s]).Distinct(StringComparer.Ordinal));
    }

    /// <summary>Why so many slots can't be; null where they can.</summary>
    public static string? Shortage(WorkManagerOptions options, Func<string, string?> environment) =>
        ShortageOf(Variable, options, environment) ?? ShortageOf(RocmVariable, options, environment);

    private static string? ShortageOf(string variable, WorkManagerOptions options, Func<string, string?> environment) =>
        Listed(environment, variable) is { } listed && listed.Count < SlotsOf(options)
            ? $"This machine is to offer {SlotsOf(options)} gpu (WM_RESOURCES, --resources), but {variable} is '{environment(variable)}', which lists {listed.Count}: ask the batch system for more, offer fewer, or list a GPU as often as workers are to share it."
            : null;
}
