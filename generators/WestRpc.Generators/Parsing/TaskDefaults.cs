using System.Globalization;
using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>What the attribute says of how calls are to be treated, as source of a <c>WorkOptions</c>.</summary>
internal sealed class TaskDefaults
{
    private static readonly string[] OnlyWithRetries = ["MaxRetries", "RetryDelaySeconds"];

    private readonly Dictionary<string, TypedConstant> given = new(StringComparer.Ordinal);
    private readonly List<string> parts = [];

    private TaskDefaults(AttributeData? attribute)
    {
        // While it is being typed, a name may come twice.
        foreach (KeyValuePair<string, TypedConstant> argument in attribute?.NamedArguments ?? [])
            given[argument.Key] = argument.Value;
    }

    /// <summary>The source; empty where the attribute says nothing. <paramref name="blame"/> is what is not allowed and why.</summary>
    public static string Of(IMethodSymbol method, out (string What, string Why)? blame)
    {
        var defaults = new TaskDefaults(TaskNames.Attribute(method));
        blame = defaults.Read();
        return defaults.parts.Count == 0 ? "" : $"new global::WestRpc.WorkOptions {{ {string.Join(", ", defaults.parts)} }}";
    }

    private (string What, string Why)? Read()
    {
        if (Value("MaxAttempts") is int attempts)
        {
            if (attempts < 1)
                return ($"MaxAttempts = {attempts}", "it must be 1 or more");
            parts.Add($"MaxAttempts = {attempts}");
        }

        if (Value("TimeLimitSeconds") is double limit)
        {
            if (!(limit >= 1e-6 && limit < 1e9))
                return ($"TimeLimitSeconds = {Text(limit)}", "it must be 1e-6 or more, and below 1e9");
            parts.Add($"TimeLimit = {Seconds(limit)}");
        }

        if (Value("Priority") is int priority)
            parts.Add($"Priority = {priority.ToString(CultureInfo.InvariantCulture)}");
        return ReadRetry() ?? ReadResources();
    }

    private (string What, string Why)? ReadRetry()
    {
        ITypeSymbol[] on = given.TryGetValue("RetryOn", out TypedConstant types) && !types.IsNull
            ? [.. types.Values.Select(static v => v.Value).OfType<ITypeSymbol>()] : [];
        if (on.FirstOrDefault(static t => !IsException(t)) is { } other)
            return ($"RetryOn = [typeof({other.Name})]", "it must be a type of exception");
        if (on.FirstOrDefault(Unsendable.IsFileLocal) is { } hidden)
            return ($"RetryOn = [typeof({hidden.Name})]", "it can be seen in its own file only, and generated code is in another: make it internal");
        if (on.Length == 0)
        {
            string? lonely = OnlyWithRetries.FirstOrDefault(given.ContainsKey);
            return lonely is null ? null : (lonely, "it means nothing without RetryOn, which says after which exceptions a call is run again");
        }

        var more = new List<string>();
        if (Value("MaxRetries") is int retries)
        {
            if (retries < 1)
                return ($"MaxRetries = {retries}", "it must be 1 or more");
            more.Add($"MaxRetries = {retries}");
        }

        if (Value("RetryDelaySeconds") is double delay)
        {
            if (!(delay >= 0 && delay < 1e9))
                return ($"RetryDelaySeconds = {Text(delay)}", "it must be 0 or more, and below 1e9");
            more.Add($"Delay = {Seconds(delay)}");
        }

        string initializer = more.Count == 0 ? "" : $" {{ {string.Join(", ", more)} }}";
        parts.Add($"Retry = new global::WestRpc.RetryPolicy({string.Join(", ", on.Select(static t => $"typeof({t.ToSource()})"))}){initializer}");
        return null;
    }

    private (string What, string Why)? ReadResources()
    {
        if (Value("Resources") is not string text)
            return null;
        var entries = new List<string>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (string part in text.Split(','))
        {
            string[] pair = part.Split('=');
            if (pair.Length != 2 || pair[0].Trim().Length == 0 ||
                !int.TryParse(pair[1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int amount))
                return ($"Resources = {Emission.Text.Literal(text)}", "it must be a list such as \"gpu=1,licence=1\"");
            if (!names.Add(pair[0].Trim()))
                return ($"Resources = {Emission.Text.Literal(text)}", $"it names '{pair[0].Trim()}' twice");
            entries.Add($"[{Emission.Text.Literal(pair[0].Trim())}] = {amount}");
        }

        parts.Add($"Resources = new global::System.Collections.Generic.Dictionary<string, int> {{ {string.Join(", ", entries)} }}");
        return null;
    }

    private object? Value(string name) => given.TryGetValue(name, out TypedConstant constant) && constant.Kind != TypedConstantKind.Array
        ? constant.Value : null;

    private static bool IsException(ITypeSymbol type) => type.WithBases().Any(static t => t.ToDisplayString() == "System.Exception");

    private static string Seconds(double value) => $"global::System.TimeSpan.FromSeconds({Text(value)}d)";

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
