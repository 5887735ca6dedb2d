using System;
using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace Obsolete;

[Obsolete]
public sealed record Old(int X);

[Obsolete("Use another.")]
public enum OldEnum
{
    One = 1,
}

public sealed class WithOldMember
{
    [Obsolete("Use another.")]
    public int X { get; set; }
}

#pragma warning disable CS0612, CS0618
public static partial class Work
{
    [WorkTask]
    private static (Old, OldEnum, WithOldMember) Echo(Old a, OldEnum b = OldEnum.One, WithOldMember? c = null) => (a, b, c ?? new());

    [Obsolete]
    [WorkTask]
    private static Old[] Method() => [new Old(2)];
}

[Obsolete("Use another.")]
public static partial class OldWork
{
    [WorkTask]
    private static int Run() => 3;
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        (Old a, OldEnum b, WithOldMember c) = await Work.EchoTask.SubmitAsync(work, new Old(1));
        Expect.Same(1, a.X);
        Expect.Same(OldEnum.One, b);
        Expect.Same(0, c.X);
        Expect.Same(2, (await Work.MethodTask.SubmitAsync(work))[0].X);
        Expect.Same(3, await OldWork.RunTask.SubmitAsync(work));
    }
}
