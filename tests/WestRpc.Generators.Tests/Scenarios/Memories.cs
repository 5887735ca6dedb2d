using System;
using System.Collections.Immutable;
using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace Memories;

public sealed record Frame(Memory<double> Position, ReadOnlyMemory<float>? Velocity, ImmutableArray<int> Ids);

public static partial class Work
{
    [WorkTask]
    private static (Memory<double>, ReadOnlyMemory<int>, Memory<byte>, ReadOnlyMemory<byte>) Numbers(
        Memory<double> a, ReadOnlyMemory<int> b, Memory<byte> c, ReadOnlyMemory<byte> d)
    {
        // It is the task's own, as an array would be.
        if (a.Length > 0)
            a.Span[0] *= 1;
        return (a, b, c, d);
    }

    [WorkTask]
    private static (Memory<string?>, ReadOnlyMemory<(int, string)>, Memory<double>?) Others(
        Memory<string?> a, ReadOnlyMemory<(int, string)> b, Memory<double>? c) => (a, b, c);

    [WorkTask]
    private static (ArraySegment<double>, ArraySegment<byte>, ArraySegment<string>) Segments(
        ArraySegment<double> a, ArraySegment<byte> b, ArraySegment<string> c) => (a, b, c);

    [WorkTask]
    private static (ImmutableArray<double>, ImmutableArray<byte>, ImmutableArray<string?>) Immutable(
        ImmutableArray<double> a, ImmutableArray<byte> b, ImmutableArray<string?> c) => (a, b, c);

    [WorkTask]
    private static Frame Nested(Frame x) => x;
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        double[] numbers = [1, 2, 3, 4];
        byte[] bytes = [1, 2, 3];
        var four = await Work.NumbersTask.SubmitAsync(work, numbers.AsMemory(1, 2), new[] { 5, 6 }, bytes.AsMemory(2), bytes.AsMemory(0, 0));
        Expect.Same(new double[] { 2, 3 }, four.Item1.ToArray());
        Expect.Same(new[] { 5, 6 }, four.Item2.ToArray());
        Expect.Same(new byte[] { 3 }, four.Item3.ToArray());
        Expect.Same(0, four.Item4.Length);
        Expect.Same(0, (await Work.NumbersTask.SubmitAsync(work, default, default, default, default)).Item1.Length);

        var others = await Work.OthersTask.SubmitAsync(work, new[] { "a", null, "c" }.AsMemory(1), new[] { (1, "x") }, null);
        Expect.Same(new string?[] { null, "c" }, others.Item1.ToArray());
        Expect.Same((1, "x"), others.Item2.Span[0]);
        Expect.Same(false, others.Item3.HasValue);
        Expect.Same(4, (await Work.OthersTask.SubmitAsync(work, default, default, numbers.AsMemory())).Item3!.Value.Length);

        var segments = await Work.SegmentsTask.SubmitAsync(work, new(numbers, 1, 2), new(bytes, 1, 1), new(["a", "b"], 1, 1));
        Expect.Same(new double[] { 2, 3 }, segments.Item1.ToArray());
        Expect.Same(new byte[] { 2 }, segments.Item2.ToArray());
        Expect.Same(new[] { "b" }, segments.Item3.ToArray());
        segments = await Work.SegmentsTask.SubmitAsync(work, default, default, default);
        Expect.Same((true, true, true), (segments.Item1.Array is null, segments.Item2.Array is null, segments.Item3.Array is null));

        var arrays = await Work.ImmutableTask.SubmitAsync(work, [1, 2], [3], ["a", null]);
        Expect.Same(new double[] { 1, 2 }, arrays.Item1.AsSpan().ToArray());
        Expect.Same(new byte[] { 3 }, arrays.Item2.AsSpan().ToArray());
        Expect.Same(new[] { "a", null }, arrays.Item3.AsSpan().ToArray());
        arrays = await Work.ImmutableTask.SubmitAsync(work, default, default, default);
        Expect.Same((true, true, true), (arrays.Item1.IsDefault, arrays.Item2.IsDefault, arrays.Item3.IsDefault));
        arrays = await Work.ImmutableTask.SubmitAsync(work, [], [], []);
        Expect.Same((true, true, true), (arrays.Item1.IsEmpty, arrays.Item2.IsEmpty, arrays.Item3.IsEmpty));

        Frame frame = await Work.NestedTask.SubmitAsync(work, new Frame(numbers, null, [7]));
        Expect.Same((numbers, false, 7), (frame.Position.ToArray(), frame.Velocity.HasValue, frame.Ids[0]));
    }
}
