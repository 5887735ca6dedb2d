using System.Diagnostics.CodeAnalysis;
using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace Classes;

public class Settable
{
    public int A { get; set; }

    public required string B { get; init; }

    public double C;

    public string? D { get; init; }

    public const int E = 5;

    public static int F;
}

public sealed class Extended : Settable
{
    public required int[] G;
}

public sealed class Constructed
{
    public Constructed(int a, string? b, int e)
    {
        A = a;
        B = b ?? "nothing";
        E = e;
    }

    public Constructed()
    {
    }

    public int A { get; }

    public string B { get; } = "";

    public readonly int E;

    public string? Later { get; set; }
}

public sealed class RequiredByBoth
{
    public RequiredByBoth(int a) => A = a;

    public required int A { get; init; }

    public required int B { get; init; }
}

public sealed class RequiredAndSet
{
    [SetsRequiredMembers]
    public RequiredAndSet(int a) => A = a;

    public required int A { get; init; }
}

public sealed class Strict(string? name)
{
    public string? Name { get; } = name;
}

public sealed class Stricter(string name)
{
    public string? Name { get; } = name;
}

public struct Plain
{
    public int X;

    public string? Y { get; set; }
}

public readonly struct Frozen(int x, double[] y)
{
    public readonly int X = x;

    public double[] Y { get; } = y;
}

public struct Initialized
{
    public Initialized()
    {
    }

    public int X { get; init; } = 3;

    public int Y = 4;
}

public class Virtual
{
    public virtual int X { get; set; }

    public virtual int Y { get; set; }
}

public sealed class Overriding : Virtual
{
    public override int X { get; set; }
}

public static partial class Work
{
    [WorkTask]
    private static (Settable, Extended?) One(Settable a, Extended? b) => (a, b);

    [WorkTask]
    private static (Constructed, RequiredByBoth, RequiredAndSet, Strict, Stricter) Two(
        Constructed a, RequiredByBoth b, RequiredAndSet c, Strict d, Stricter e) => (a, b, c, d, e);

    [WorkTask]
    private static (Plain, Frozen, Plain?, Frozen?[], Initialized[]) Three(Plain a, Frozen b, Plain? c, Frozen?[] d, params Initialized[] e) => (a, b, c, d, e);

    [WorkTask]
    private static Overriding Four(Overriding x) => x;
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        var one = (new Settable { A = 1, B = "b", C = 2 }, (Extended?)new Extended { B = "x", G = [3], D = "d" });
        Expect.Same(one, await Work.OneTask.SubmitAsync(work, one.Item1, one.Item2));
        var two = (new Constructed(1, "b", 2) { Later = "l" }, new RequiredByBoth(3) { A = 3, B = 4 }, new RequiredAndSet(5), new Strict(null), new Stricter("s"));
        Expect.Same(two, await Work.TwoTask.SubmitAsync(work, two.Item1, two.Item2, two.Item3, two.Item4, two.Item5));
        var three = (new Plain { X = 1, Y = "y" }, new Frozen(2, [3]), (Plain?)null, new Frozen?[] { null, new Frozen(4, []) }, new Initialized[] { new(), default, new() { Y = 5 } });
        Expect.Same(three, await Work.ThreeTask.SubmitAsync(work, three.Item1, three.Item2, three.Item3, three.Item4, three.Item5));
        var four = new Overriding { X = 1, Y = 2 };
        Expect.Same(four, await Work.FourTask.SubmitAsync(work, four));
    }
}
