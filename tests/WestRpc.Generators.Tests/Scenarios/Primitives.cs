using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace Primitives;

public enum E1 : sbyte { Min = sbyte.MinValue, Max = sbyte.MaxValue }

public enum E2 : byte { Min = byte.MinValue, Max = byte.MaxValue }

public enum E3 : short { Min = short.MinValue, Max = short.MaxValue }

public enum E4 : ushort { Min = ushort.MinValue, Max = ushort.MaxValue }

public enum E5 { Min = int.MinValue, Max = int.MaxValue }

public enum E6 : uint { Min = uint.MinValue, Max = uint.MaxValue }

public enum E7 : long { Min = long.MinValue, Max = long.MaxValue }

public enum E8 : ulong { Min = ulong.MinValue, Max = ulong.MaxValue }

public static partial class Work
{
    [WorkTask]
    private static (bool, char, sbyte, byte, short, ushort, int, uint, long, ulong, float, double, string) Plain(
        bool a, char b, sbyte c, byte d, short e, ushort f, int g, uint h, long i, ulong j, float k, double l, string m) =>
        (a, b, c, d, e, f, g, h, i, j, k, l, m);

    [WorkTask]
    private static (bool?, char?, sbyte?, byte?, short?, ushort?, int?, uint?, long?, ulong?, float?, double?, string?) Nullable(
        bool? a, char? b, sbyte? c, byte? d, short? e, ushort? f, int? g, uint? h, long? i, ulong? j, float? k, double? l, string? m) =>
        (a, b, c, d, e, f, g, h, i, j, k, l, m);

    [WorkTask]
    private static (E1, E2, E3, E4, E5, E6, E7, E8) Enums(E1 a, E2 b, E3 c, E4 d, E5 e, E6 f, E7 g, E8 h) =>
        (a, b, c, d, e, f, g, h);

    [WorkTask]
    private static (E1?, E8?, E1[], E5?[]?) NullableEnums(E1? a, E8? b, E1[] c, E5?[]? d) => (a, b, c, d);
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        Expect.Same(
            (true, '\uffff', sbyte.MinValue, byte.MaxValue, short.MinValue, ushort.MaxValue, int.MinValue, uint.MaxValue,
                long.MinValue, ulong.MaxValue, float.NaN, -0.0, "ü\0"),
            await Work.PlainTask.SubmitAsync(
                work, true, '\uffff', sbyte.MinValue, byte.MaxValue, short.MinValue, ushort.MaxValue, int.MinValue, uint.MaxValue,
                long.MinValue, ulong.MaxValue, float.NaN, -0.0, "ü\0"));
        Expect.Same(
            ((bool?)null, (char?)null, (sbyte?)null, (byte?)null, (short?)null, (ushort?)null, (int?)null, (uint?)null,
                (long?)null, (ulong?)null, (float?)null, (double?)null, (string?)null),
            await Work.NullableTask.SubmitAsync(work, null, null, null, null, null, null, null, null, null, null, null, null, null));
        Expect.Same(
            ((bool?)true, (char?)'c', (sbyte?)1, (byte?)2, (short?)3, (ushort?)4, (int?)5, (uint?)6, (long?)7, (ulong?)8,
                (float?)9, (double?)10, (string?)"11"),
            await Work.NullableTask.SubmitAsync(work, true, 'c', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, "11"));
        Expect.Same(
            (E1.Min, E2.Max, E3.Min, E4.Max, E5.Min, E6.Max, E7.Min, E8.Max),
            await Work.EnumsTask.SubmitAsync(work, E1.Min, E2.Max, E3.Min, E4.Max, E5.Min, E6.Max, E7.Min, E8.Max));
        Expect.Same(
            ((E1?)null, (E8?)E8.Max, new[] { E1.Min, (E1)3 }, new E5?[] { null, E5.Max }),
            await Work.NullableEnumsTask.SubmitAsync(work, null, E8.Max, [E1.Min, (E1)3], [null, E5.Max]));
    }
}
