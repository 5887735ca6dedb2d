using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace Recursive;

public sealed class Tree
{
    public Tree[]? Children { get; set; }
}

public struct Twig
{
    public (int Id, Twig[] More)? Next;
}

public sealed class Table
{
    public Dictionary<string, Table>? Inner { get; set; }
}

public static partial class Work
{
    // Each begins at another type of its circle.
    [WorkTask]
    private static Tree[]? Trees(Tree[]? x) => x;

    [WorkTask]
    private static (int, Twig[])? Twigs((int Id, Twig[] More)? x) => x;

    [WorkTask]
    private static Dictionary<string, Table>? Tables(Dictionary<string, Table>? x) => x;
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        Tree[] trees = [new() { Children = [new(), new() { Children = [] }] }];
        Expect.Same(trees, await Work.TreesTask.SubmitAsync(work, trees));
        (int, Twig[])? twigs = (1, [default, new Twig { Next = (2, []) }]);
        Expect.Same(twigs, await Work.TwigsTask.SubmitAsync(work, twigs));
        Dictionary<string, Table> tables = new() { ["a"] = new() { Inner = new() { ["b"] = new() } } };
        Expect.Same(tables, await Work.TablesTask.SubmitAsync(work, tables));

        Tree circle = new();
        circle.Children = [circle];
        bool isSent = !ReferenceEquals(trees, await Work.TreesTask.SubmitAsync(work, trees));
        Expect.Same(isSent, await IsTooDeep(() => Work.TreesTask.SubmitAsync(work, [circle])));
        for (int i = 0; i < 1_000; i++)
        {
            twigs = (i, [new Twig { Next = twigs }]);
            tables = new() { ["c"] = new() { Inner = tables } };
        }

        Expect.Same(isSent, await IsTooDeep(() => Work.TwigsTask.SubmitAsync(work, twigs)));
        Expect.Same(isSent, await IsTooDeep(() => Work.TablesTask.SubmitAsync(work, tables)));
    }

    private static async Task<bool> IsTooDeep(Func<Task> send)
    {
        try
        {
            await send();
            return false;
        }
        catch (WorkSerializationException e) when (e.Message.Contains("levels deep"))
        {
            return true;
        }
    }
}
