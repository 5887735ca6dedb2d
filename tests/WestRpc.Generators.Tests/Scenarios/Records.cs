using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace Records;

public sealed record Positional(int Id, string? Name, double[] Position)
{
    public int Extra { get; init; }

    public int Computed => Id * 2;

    public static int Shared { get; set; }
}

public record Base(int X)
{
    public string Note { get; init; } = "";
}

public sealed record Derived(int X, int Y) : Base(X)
{
    public required string Must { get; init; }
}

public sealed record Box<T>(T Value, Box<T>? Next = null);

public sealed record TwoCases(int x, int X);

public record struct Mutable(int X, int Y);

public readonly record struct Fixed(int X, string? Y)
{
    public double Z { get; init; }
}

public sealed record Empty;

public sealed class Keywords(int @class, string @namespace)
{
    public int @class { get; } = @class;

    public string @namespace { get; } = @namespace;

    public required bool @event;
}

public sealed record Tree(string Name, List<Tree> Children, Dictionary<string, Tree?>? ByName = null);

public static partial class Work
{
    [WorkTask]
    private static Positional? EchoPositional(Positional? x) => x;

    [WorkTask]
    private static Base EchoBase(Base x) => x;

    [WorkTask]
    private static Derived EchoDerived(Derived x) => x;

    [WorkTask]
    private static (Box<int>, Box<string?>, Box<string>) EchoBoxes(Box<int> a, Box<string?> b, Box<string> c) => (a, b, c);

    [WorkTask]
    private static (Mutable, Fixed?, Empty, TwoCases, Keywords) EchoMore(Mutable a, Fixed? b, Empty c, TwoCases d, Keywords e) => (a, b, c, d, e);

    [WorkTask]
    private static Tree EchoTree(Tree x) => x;
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        var positional = new Positional(1, null, [1.5, double.NaN]) { Extra = 3 };
        Expect.Same(positional, await Work.EchoPositionalTask.SubmitAsync(work, positional));
        Expect.Same(null, await Work.EchoPositionalTask.SubmitAsync(work, null));
        var basic = new Base(1) { Note = "n" };
        Expect.Same(basic, await Work.EchoBaseTask.SubmitAsync(work, basic));
        var derived = new Derived(1, 2) { Must = "m", Note = "n" };
        Expect.Same(derived, await Work.EchoDerivedTask.SubmitAsync(work, derived));
        var boxes = (new Box<int>(1, new Box<int>(2)), new Box<string?>(null), new Box<string>("s"));
        Expect.Same(boxes, await Work.EchoBoxesTask.SubmitAsync(work, boxes.Item1, boxes.Item2, boxes.Item3));
        var more = (new Mutable(1, 2), (Fixed?)new Fixed(3, "y") { Z = 4 }, new Empty(), new TwoCases(5, 6), new Keywords(7, "8") { @event = true });
        Expect.Same(more, await Work.EchoMoreTask.SubmitAsync(work, more.Item1, more.Item2, more.Item3, more.Item4, more.Item5));
        var tree = new Tree("a", [new Tree("b", []), new Tree("c", [new Tree("d", [])], new() { ["e"] = null })]);
        Expect.Same(tree, await Work.EchoTreeTask.SubmitAsync(work, tree));
        await Sliced(work);
    }

    private static async Task Sliced(IWorkManager work)
    {
        try
        {
            Expect.Same(2, ((Derived)await Work.EchoBaseTask.SubmitAsync(work, new Derived(1, 2) { Must = "" })).Y);
        }
        catch (WorkSerializationException e) when (e.Message.Contains("Records.Derived"))
        {
        }
    }
}
