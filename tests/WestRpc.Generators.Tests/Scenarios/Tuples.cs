using System;
using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace Tuples;

public static partial class Work
{
    [WorkTask]
    private static (int Count, string? Text) Named((int A, string? B) x) => x;

    [WorkTask]
    private static (int, int, int, int, int, int, int, int, (int, int), string) Long(
        (int, int, int, int, int, int, int, int, (int, int), string) x) => x;

    [WorkTask]
    private static ((int A, (int A, int B) B), (int, int)?) Nested(((int A, (int A, int B) B) A, (int, int)? B) x) => x;

    [WorkTask]
    private static ValueTuple<ValueTuple<int>> One(ValueTuple<ValueTuple<int>> x) => x;

    [WorkTask]
    private static ValueTuple<int, int, int, int, int, int, int, ValueTuple<int>> Eight((int, int, int, int, int, int, int, int) x) => x;

    [WorkTask]
    private static (int X, int Y)[] Two((int A, int B)[] a, (int C, int D)[] b) => [a[0], b[0]];
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        (int count, string? text) = await Work.NamedTask.SubmitAsync(work, (1, null));
        Expect.Same((1, (string?)null), (count, text));
        var ten = (1, 2, 3, 4, 5, 6, 7, 8, (9, 10), "11");
        Expect.Same(ten, await Work.LongTask.SubmitAsync(work, ten));
        Expect.Same(((1, (2, 3)), ((int, int)?)(4, 5)), await Work.NestedTask.SubmitAsync(work, ((1, (2, 3)), (4, 5))));
        Expect.Same(((1, (2, 3)), ((int, int)?)null), await Work.NestedTask.SubmitAsync(work, ((1, (2, 3)), null)));
        Expect.Same(ValueTuple.Create(ValueTuple.Create(7)), await Work.OneTask.SubmitAsync(work, ValueTuple.Create(ValueTuple.Create(7))));
        Expect.Same((1, 2, 3, 4, 5, 6, 7, 8), await Work.EightTask.SubmitAsync(work, (1, 2, 3, 4, 5, 6, 7, 8)));
        Expect.Same(new[] { (1, 2), (3, 4) }, await Work.TwoTask.SubmitAsync(work, [(1, 2)], [(3, 4)]));
    }
}
