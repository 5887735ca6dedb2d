using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace Blocks;

public sealed record Frame(double[] Position, float[]? Velocity, double[][] Cells);

public static partial class Work
{
    [WorkTask]
    private static (sbyte[], byte[], short[], ushort[], int[], uint[], long[], ulong[], float[], double[]) Numbers(
        sbyte[] a, byte[] b, short[] c, ushort[] d, int[] e, uint[] f, long[] g, ulong[] h, float[] i, double[] j) =>
        (a, b, c, d, e, f, g, h, i, j);

    [WorkTask]
    private static (bool[], char[], decimal[], byte[]?, double[]?, string[]) Others(
        bool[] a, char[] b, decimal[] c, byte[]? d, double[]? e, string[] f) => (a, b, c, d, e, f);

    [WorkTask]
    private static Frame Nested(Frame x) => x;
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        Expect.Same(
            (new sbyte[] { -1, sbyte.MinValue }, new byte[] { 1, 255 }, new short[] { -2 }, new ushort[] { 3 }, new[] { -4, 5 }, new uint[] { 6 },
                new[] { long.MinValue }, new[] { ulong.MaxValue }, new[] { float.NaN, -0f }, new double[] { }),
            await Work.NumbersTask.SubmitAsync(
                work, [-1, sbyte.MinValue], [1, 255], [-2], [3], [-4, 5], [6], [long.MinValue], [ulong.MaxValue], [float.NaN, -0f], []));
        Expect.Same(
            (new[] { true, false }, new[] { 'a', '\0' }, new[] { 1.50m }, (byte[]?)null, (double[]?)null, new[] { "a" }),
            await Work.OthersTask.SubmitAsync(work, [true, false], ['a', '\0'], [1.50m], null, null, ["a"]));
        var frame = new Frame([1, 2, 3], null, [[4], []]);
        Expect.Same(frame, await Work.NestedTask.SubmitAsync(work, frame));
    }
}
