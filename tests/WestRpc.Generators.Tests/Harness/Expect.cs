using System.Collections;
using System.Globalization;
using System.Reflection;

namespace WestRpc.Generators.Tests;

/// <summary>What the checks of scenarios call; they throw what the test shows.</summary>
public static class Expect
{
    /// <summary>Compares whole states, with the types of objects, the kinds of times and the bits of numbers.</summary>
    public static void Same(object? expected, object? actual)
    {
        string wanted = Describe(expected);
        string found = Describe(actual);
        if (wanted != found)
            throw new InvalidOperationException($"Expected {wanted}\n but was {found}");
    }

    /// <summary>A value with all that it consists of.</summary>
    public static string Describe(object? value) => value switch
    {
        null => "null",
        string s => $"\"{s}\"",
        double d => $"double {BitConverter.DoubleToInt64Bits(d):x} ({d.ToString(CultureInfo.InvariantCulture)})",
        float f => $"float {BitConverter.SingleToInt32Bits(f):x} ({f.ToString(CultureInfo.InvariantCulture)})",
        DateTime t => $"{t.Ticks} {t.Kind}",
        DateTimeOffset t => $"{t.Ticks} {t.Offset}",
        TimeOnly t => $"TimeOnly {t.Ticks}",
        Uri or Version => $"{value.GetType().Name} {value}",
        IEnumerable items => $"{value.GetType()}{Shape(value)} [{string.Join(", ", InOrder(value, items.Cast<object?>().Select(Describe)))}]",
        IFormattable f when value.GetType() is { IsValueType: true } type && (type.IsPrimitive || type.IsEnum || type.Namespace!.StartsWith("System", StringComparison.Ordinal)) =>
            $"{type} {f.ToString(null, CultureInfo.InvariantCulture)}",
        bool or char => $"{value.GetType()} {value}",
        _ => $"{value.GetType()} {{ {string.Join(", ", Fields(value.GetType()).Select(f => $"{f.Name} = {Describe(f.GetValue(value))}"))} }}",
    };

    private static string Shape(object value) =>
        value is Array { Rank: > 1 } grid ? $" {string.Join('x', Enumerable.Range(0, grid.Rank).Select(grid.GetLength))}" : "";

    /// <summary>Hashed collections have no order to keep, and bags neither.</summary>
    private static IEnumerable<string> InOrder(object value, IEnumerable<string> items) =>
        Array.Exists(Unordered, u => value.GetType().Name.Contains(u, StringComparison.Ordinal)) ? items.Order(StringComparer.Ordinal) : items;

    private static readonly string[] Unordered = ["Hash", "Frozen", "Bag", "ConcurrentDictionary", "ImmutableDictionary"];

    private static IEnumerable<FieldInfo> Fields(Type type) =>
        (type.BaseType is null ? [] : Fields(type.BaseType)).Concat(type.GetFields(
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly));
}
