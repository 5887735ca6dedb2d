using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace DefaultValues;

public enum Level : sbyte
{
    None,
    Low = -3,
    High = 100,
}

[Flags]
public enum Wide : ulong
{
    None,
    All = ulong.MaxValue,
}

public record struct Point(int X, int Y);

public static partial class Work
{
    [WorkTask]
    private static string Whole(
        sbyte a = -1, byte b = 255, short c = short.MinValue, ushort d = 7, int e = int.MinValue, uint f = uint.MaxValue,
        long g = long.MinValue, ulong h = ulong.MaxValue, int i = -0x10) => $"{a} {b} {c} {d} {e} {f} {g} {h} {i}";

    [WorkTask]
    private static double[] Floating(
        double a = double.NaN, double b = double.PositiveInfinity, double c = double.NegativeInfinity, double d = -1.5e-300,
        double e = 1, double f = -0.0, double g = double.MaxValue, double h = double.Epsilon) => [a, b, c, d, e, f, g, h];

    [WorkTask]
    private static float[] Single(
        float a = float.NaN, float b = float.PositiveInfinity, float c = float.NegativeInfinity, float d = 0.1f, float e = -2) =>
        [a, b, c, d, e];

    [WorkTask]
    private static string Text(
        string a = "say \"hi\"\\", string b = "line\nbreak\t\0\u2028", string? c = null, string d = "", string e = "{0} {", string f = "\u00e9\U0001F600",
        char g = '\'', char h = '\0', char i = 'ä', char j = '"', char k = '\\', bool l = true, bool m = false) =>
        $"{a}{b}{c}{d}{e}{f}{g}{h}{i}{j}{k}{l}{m}";

    [WorkTask]
    private static decimal Exact(decimal a = -1.10m, decimal b = decimal.MaxValue, decimal c = 0.0000000000000000000000000001m) => a + b * c;

    [WorkTask]
    private static (Level, Level, Wide, DayOfWeek, Level?, Level?) Enums(
        Level a = Level.Low, Level b = (Level)55, Wide c = Wide.All, DayOfWeek d = DayOfWeek.Friday, Level? e = Level.High, Level? f = null) =>
        (a, b, c, d, e, f);

    [WorkTask]
    private static (int?, int?, double?, Point, Point?, Guid, DateTime, int[]?) Nothing(
        int? a = null, int? b = 5, double? c = double.NaN, Point d = default, Point? e = null, Guid f = default,
        DateTime g = default(DateTime), int[]? h = null) => (a, b, c, d, e, f, g, h);

    [WorkTask]
    private static string NullableConstants(
        decimal? a = -1.5m, char? b = '\n', bool? c = true, float? d = -0f, ulong? e = 7, DayOfWeek? f = (DayOfWeek)(-1), string? g = nameof(Level)) =>
        FormattableString.Invariant($"{a}{b}{c}{d}{e}{(int?)f}{g}");

    [WorkTask]
    private static string ByAttributes(
        [Optional] int a, [Optional, DefaultParameterValue(3)] int b, [Optional, DateTimeConstant(5)] DateTime c, [DecimalConstant(1, 128, 0u, 0u, 15u), Optional] decimal d) =>
        FormattableString.Invariant($"{a} {b} {c.Ticks} {d}");

    [WorkTask]
    private static string Forgiven(string a = null!, int[] b = null!) => $"{a is null} {b is null}";

    [WorkTask]
    private static int Ahead(int a = 1, int b = 2, params int[] rest) => a + b + rest.Length;
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        Expect.Same("-1 255 -32768 7 -2147483648 4294967295 -9223372036854775808 18446744073709551615 -16", await Work.WholeTask.SubmitAsync(work));
        Expect.Same(
            new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, -1.5e-300, 1, -0.0, double.MaxValue, double.Epsilon },
            await Work.FloatingTask.SubmitAsync(work));
        Expect.Same(new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0.1f, -2 }, await Work.SingleTask.SubmitAsync(work));
        Expect.Same(
            "say \"hi\"\\line\nbreak\t\0\u2028{0} {\u00e9\U0001F600'\0ä\"\\TrueFalse",
            await Work.TextTask.SubmitAsync(work));
        Expect.Same(-1.10m + decimal.MaxValue * 0.0000000000000000000000000001m, await Work.ExactTask.SubmitAsync(work));
        Expect.Same((Level.Low, (Level)55, Wide.All, DayOfWeek.Friday, (Level?)Level.High, (Level?)null), await Work.EnumsTask.SubmitAsync(work));
        Expect.Same(
            ((int?)null, (int?)5, (double?)double.NaN, default(Point), (Point?)null, Guid.Empty, default(DateTime), (int[]?)null),
            await Work.NothingTask.SubmitAsync(work));
        Expect.Same("-1.5\nTrue-07-1Level", await Work.NullableConstantsTask.SubmitAsync(work));
        Expect.Same("1 3 5 -1.5", await Work.ByAttributesTask.SubmitAsync(work, 1, 3, new DateTime(5)));
        Expect.Same("True True", await Work.ForgivenTask.SubmitAsync(work));
        Expect.Same(8, await Work.AheadTask.SubmitAsync(work, 2, 4, [0, 0]));
    }
}
