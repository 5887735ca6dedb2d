using System.Diagnostics.CodeAnalysis;
using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace Experimental;

[Experimental("NEW1")]
public sealed record New(int X);

[Experimental("NEW2")]
public enum NewEnum
{
    One = 1,
}

public sealed class WithNewMember
{
    [Experimental("NEW3")]
    public int X { get; set; }
}

public sealed class WithNewConstructor
{
    [Experimental("NEW4")]
    public WithNewConstructor(int x) => X = x;

    public int X { get; }
}

#pragma warning disable NEW1, NEW2, NEW3, NEW4, NEW5
public sealed record Outer(New[] Inside);

public static partial class Work
{
    [WorkTask]
    private static (Outer, NewEnum, WithNewMember, WithNewConstructor) Echo(Outer a, NewEnum b, WithNewMember c, WithNewConstructor d) => (a, b, c, d);

    [Experimental("NEW5")]
    [WorkTask]
    private static int Method() => 2;
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        var sent = (new Outer([new(1)]), NewEnum.One, new WithNewMember { X = 2 }, new WithNewConstructor(3));
        Expect.Same(sent, await Work.EchoTask.SubmitAsync(work, sent.Item1, sent.Item2, sent.Item3, sent.Item4));
        Expect.Same(2, await Work.MethodTask.SubmitAsync(work));
    }
}
