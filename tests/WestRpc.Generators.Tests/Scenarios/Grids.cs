using System;
using System.Linq;
using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace Grids;

public sealed record Cell(string Name, double[,] Matrix);

public static partial class Work
{
    [WorkTask]
    private static (double[,], int[,,], byte[,], sbyte[,,,]) Numbers(double[,] a, int[,,] b, byte[,] c, sbyte[,,,] d) => (a, b, c, d);

    [WorkTask]
    private static (string?[,], bool[,,]?, Cell[,], (int, string)[,]) Others(string?[,] a, bool[,,]? b, Cell[,] c, (int, string)[,] d) =>
        (a, b, c, d);

    [WorkTask]
    private static (int[,][], int[][,], int[]?[,]?[], float[,]?[,]) Mixed(int[,][] a, int[][,] b, int[]?[,]?[] c, float[,]?[,] d) => (a, b, c, d);

    [WorkTask]
    private static double[,] Transpose(double[,] x)
    {
        double[,] y = new double[x.GetLength(1), x.GetLength(0)];
        for (int i = 0; i < x.GetLength(0); i++)
        {
            for (int j = 0; j < x.GetLength(1); j++)
                y[j, i] = x[i, j];
        }

        return y;
    }
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        var numbers = (new double[,] { { 1, 2, 3 }, { double.NaN, -0.0, 6 } }, new int[2, 0, 3], new byte[,] { { 1 }, { 255 } }, new sbyte[1, 2, 1, 2]);
        numbers.Item4[0, 1, 0, 1] = -128;
        Same(numbers, await Work.NumbersTask.SubmitAsync(work, numbers.Item1, numbers.Item2, numbers.Item3, numbers.Item4));
        var others = (
            new string?[,] { { "a", null }, { "b", "c" } }, (bool[,,]?)null, new Cell[,] { { new("x", new double[,] { { 1 } }) } },
            new (int, string)[,] { { (1, "a"), (2, "b") } });
        Same(others, await Work.OthersTask.SubmitAsync(work, others.Item1, others.Item2, others.Item3, others.Item4));
        var mixed = (
            new int[,][] { { [1, 2], [] } }, new int[][,] { new int[,] { { 3 }, { 4 } } }, new int[]?[,]?[] { new int[]?[,] { { [5], null } }, null },
            new float[,]?[,] { { null, new float[,] { { 6 } } } });
        Same(mixed, await Work.MixedTask.SubmitAsync(work, mixed.Item1, mixed.Item2, mixed.Item3, mixed.Item4));
        Same(new double[,] { { 1, 4 }, { 2, 5 }, { 3, 6 } }, await Work.TransposeTask.SubmitAsync(work, new double[,] { { 1, 2, 3 }, { 4, 5, 6 } }));
        Same(new double[5, 0], await Work.TransposeTask.SubmitAsync(work, new double[0, 5]));
    }

    // The lengths as well, which a sequence of items does not show.
    private static void Same<T>(T expected, T actual)
    {
        Expect.Same(expected, actual);
        Expect.Same(Lengths(expected), Lengths(actual));
    }

    private static string Lengths(object? value) => value switch
    {
        Array array => $"{string.Join("x", Enumerable.Range(0, array.Rank).Select(array.GetLength))}[{string.Join(", ", array.Cast<object?>().Select(Lengths))}]",
        System.Runtime.CompilerServices.ITuple tuple => string.Join("; ", Enumerable.Range(0, tuple.Length).Select(i => Lengths(tuple[i]))),
        _ => "",
    };
}
