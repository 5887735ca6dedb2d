using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using MessagePack;
using WestRpc;
using WestRpc.Generators.Tests;

namespace Unions;

[Union(0, typeof(Circle))]
[Union(1, typeof(Group))]
[Union(3, typeof(Ring))]
public abstract record Shape([property: Key(0)] string Name);

[MessagePackObject]
public record Circle(string Name, [property: Key(1)] double Radius) : Shape(Name);

// Derived from another case.
[MessagePackObject]
public sealed record Ring(string Name, double Radius, [property: Key(2)] double Inner) : Circle(Name, Radius);

[MessagePackObject]
public sealed record Group(string Name, [property: Key(1)] List<Shape?> Parts) : Shape(Name);

[MessagePackObject]
public sealed record Triangle(string Name) : Shape(Name);

[Union(10, typeof(Add))]
[Union(-2, typeof(Number))]
public interface IExpression;

[MessagePackObject(true)]
public sealed class Add : IExpression
{
    public required IExpression Left { get; init; }

    public IExpression? Right { get; init; }
}

[MessagePackObject]
public struct Number : IExpression
{
    [Key(0)]
    public int Value { get; set; }
}

public sealed record Scene(Shape Main, Dictionary<int, Shape> More);

public static partial class Work
{
    [WorkTask]
    private static Shape?[] Shapes(Shape?[] x) => x;

    [WorkTask]
    private static IExpression Expression(IExpression x) => x;

    [WorkTask]
    private static Scene Inside(Scene x) => x;
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        Shape?[] shapes = [new Circle("c", 1), null, new Ring("r", 2, 1), new Group("g", [new Circle("d", 3), null, new Group("e", [])])];
        Shape?[] back = await Work.ShapesTask.SubmitAsync(work, shapes);
        Expect.Same(shapes, back);
        bool isSent = !ReferenceEquals(shapes, back);
        IExpression expression = new Add { Left = new Number { Value = 1 }, Right = new Add { Left = new Number { Value = 2 } } };
        Expect.Same(expression, await Work.ExpressionTask.SubmitAsync(work, expression));
        var scene = new Scene(shapes[0]!, new() { [1] = shapes[2]! });
        Expect.Same(scene, await Work.InsideTask.SubmitAsync(work, scene));

        Expect.Same(isSent, await IsRefused(() => Work.ShapesTask.SubmitAsync(work, [new Triangle("t")]), "give Unions.Shape a [Union] for it"));
        for (int i = 0; i < 1_000; i++)
            expression = new Add { Left = expression };
        Expect.Same(isSent, await IsRefused(() => Work.ExpressionTask.SubmitAsync(work, expression), "levels deep"));
    }

    private static async Task<bool> IsRefused(Func<Task> send, string why)
    {
        try
        {
            await send();
            return false;
        }
        catch (WorkSerializationException e) when (e.Message.Contains(why))
        {
            return true;
        }
    }
}
