using System;
using System.Numerics;
using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace KnownTypes;

public static partial class Work
{
    [WorkTask]
    private static (DateTime, DateTime, DateTime, DateTimeOffset, TimeSpan, DateOnly, TimeOnly, Guid) Times(
        DateTime a, DateTime b, DateTime c, DateTimeOffset d, TimeSpan e, DateOnly f, TimeOnly g, Guid h) => (a, b, c, d, e, f, g, h);

    [WorkTask]
    private static (decimal, Half, Int128, UInt128, BigInteger, Complex) Numbers(
        decimal a, Half b, Int128 c, UInt128 d, BigInteger e, Complex f) => (a, b, c, d, e, f);

    [WorkTask]
    private static (Vector2, Vector3, Vector4, Quaternion, Vector3[]) Vectors(Vector2 a, Vector3 b, Vector4 c, Quaternion d, Vector3[] e) =>
        (a, b, c, d, e);

    [WorkTask]
    private static (Uri, Uri?, Version, Version?, Uri) Texts(Uri a, Uri? b, Version c, Version? d, Uri e) => (a, b, c, d, e);

    [WorkTask]
    private static (DateTime?, Guid?, Int128?, Vector3?) Nothing(DateTime? a, Guid? b, Int128? c, Vector3? d) => (a, b, c, d);
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        var times = (
            new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc), new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Local),
            new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Unspecified).AddTicks(7), new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.FromMinutes(-330)).AddTicks(9),
            TimeSpan.MinValue, DateOnly.MaxValue, TimeOnly.MaxValue, new Guid("00112233-4455-6677-8899-aabbccddeeff"));
        Expect.Same(times, await Work.TimesTask.SubmitAsync(
            work, times.Item1, times.Item2, times.Item3, times.Item4, times.Item5, times.Item6, times.Item7, times.Item8));
        Expect.Same(
            (1.2300m, Half.NaN, Int128.MinValue, UInt128.MaxValue, BigInteger.Pow(-7, 99), new Complex(1, double.NaN)),
            await Work.NumbersTask.SubmitAsync(
                work, 1.2300m, Half.NaN, Int128.MinValue, UInt128.MaxValue, BigInteger.Pow(-7, 99), new Complex(1, double.NaN)));
        Expect.Same(
            (new Vector2(1, 2), new Vector3(3, 4, 5), new Vector4(6, 7, 8, 9), new Quaternion(1, 2, 3, 4), new[] { Vector3.One }),
            await Work.VectorsTask.SubmitAsync(
                work, new Vector2(1, 2), new Vector3(3, 4, 5), new Vector4(6, 7, 8, 9), new Quaternion(1, 2, 3, 4), [Vector3.One]));
        Expect.Same(
            (new Uri("https://example.org/ä?q=1#f"), (Uri?)null, new Version(1, 2), (Version?)null, new Uri("a/b", UriKind.Relative)),
            await Work.TextsTask.SubmitAsync(
                work, new Uri("https://example.org/ä?q=1#f"), null, new Version(1, 2), null, new Uri("a/b", UriKind.Relative)));
        Expect.Same(
            ((DateTime?)null, (Guid?)Guid.Empty, (Int128?)null, (Vector3?)Vector3.Zero),
            await Work.NothingTask.SubmitAsync(work, null, Guid.Empty, null, Vector3.Zero));
    }
}
