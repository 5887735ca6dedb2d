using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using MessagePack;
using WestRpc;
using WestRpc.Generators.Tests;

namespace MessagePackObjects;

[MessagePackObject]
public sealed class Numbered
{
    [Key(4)]
    public string? Last { get; set; }

    [Key(0)]
    public int First { get; set; }

    [Key(2)]
    public double[] Middle = [];

    [IgnoreMember]
    public int Ignored { get; set; }

    private readonly int hidden = 3;

    public int Hidden() => hidden;
}

[MessagePackObject]
public sealed class Sparse
{
    [Key(1)]
    public int A { get; set; }

    [Key(1000)]
    public int B { get; set; }
}

[MessagePackObject]
public sealed record Positional([property: Key(0)] int A, [property: Key(1)] string B);

[MessagePackObject]
public struct Value
{
    [Key("x \"y\"")]
    public int X;

    [Key("when")]
    public DateTime When;
}

[MessagePackObject(keyAsPropertyName: true)]
public class Named
{
    public int A { get; set; }

    public List<Named>? Children { get; init; }

    public required string B { get; set; }

    internal int Internal { get; set; }
}

[MessagePackObject]
public sealed class TwoConstructors
{
    public TwoConstructors(int a, int b) => throw new InvalidOperationException($"not {a} {b}");

    [SerializationConstructor]
    public TwoConstructors(int a) => A = a;

    [Key(0)]
    public int A { get; set; }

    [Key(1)]
    public int B { get; set; }
}

[MessagePackObject(true)]
public class WithVirtual
{
    public virtual int A { get; set; }
}

[MessagePackObject(true)]
public sealed class WithOverride : WithVirtual
{
    public override int A { get; set; }

    public int B { get; set; }
}

public static partial class Work
{
    [WorkTask]
    private static Numbered? One(Numbered? x) => x;

    [WorkTask]
    private static (Positional, Value, Value?) Two(Positional a, Value b, Value? c) => (a, b, c);

    [WorkTask]
    private static Named Three(Named x) => x;

    [WorkTask]
    private static (double[], Numbered[]) Four(double[] a, Numbered[] b) => (a, b);

    [WorkTask]
    private static (int, int) Five(TwoConstructors x) => (x.A, x.B);

    [WorkTask]
    private static WithOverride Six(WithOverride x) => x;

    [WorkTask]
    private static Sparse Seven(Sparse x) => x;
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        var numbered = new Numbered { First = 1, Middle = [2], Last = null };
        Expect.Same(numbered, await Work.OneTask.SubmitAsync(work, numbered));
        Expect.Same(null, await Work.OneTask.SubmitAsync(work, null));
        var two = (new Positional(1, "b"), new Value { X = 2, When = new DateTime(2024, 2, 29, 0, 0, 0, DateTimeKind.Utc) }, (Value?)null);
        Expect.Same(two, await Work.TwoTask.SubmitAsync(work, two.Item1, two.Item2, two.Item3));
        var named = new Named { A = 1, B = "b", Children = [new Named { B = "c" }] };
        Expect.Same(named, await Work.ThreeTask.SubmitAsync(work, named));
        Expect.Same((new[] { 1.5 }, new[] { numbered }), await Work.FourTask.SubmitAsync(work, [1.5], [numbered]));
        Expect.Same((1, 2), await Work.FiveTask.SubmitAsync(work, new TwoConstructors(1) { B = 2 }));
        var overriding = new WithOverride { A = 1, B = 2 };
        Expect.Same(new Sparse { A = 1, B = 2 }, await Work.SevenTask.SubmitAsync(work, new Sparse { A = 1, B = 2 }));
        Expect.Same(overriding, await Work.SixTask.SubmitAsync(work, overriding));
    }
}
