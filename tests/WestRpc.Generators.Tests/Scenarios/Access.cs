using System.Collections.Generic;
using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace Access;

internal sealed record Hidden(int X);

public static class Generic<T>
{
    public sealed record Nested(T X);
}

public partial class Outer
{
    [WorkTask]
    private static Generic<Hidden>.Nested OfHiddenArgument(Generic<Hidden>.Nested x) => x;

    [WorkTask]
    private static Generic<Secret[]>.Nested OfSecretArgument(Generic<Secret[]>.Nested x) => x;

    private sealed record Secret(int X);

    protected sealed record Protected(int X);

    protected internal sealed record ProtectedInternal(int X);

    private protected enum PrivateProtected
    {
        None,
        One,
    }

    [WorkTask]
    private static List<Secret[]> Private((Secret, int)? x) => [[x!.Value.Item1]];

    [WorkTask]
    private static Protected OfProtected(Protected x) => x;

    [WorkTask]
    private static ProtectedInternal OfProtectedInternal(ProtectedInternal x) => x;

    [WorkTask]
    private static PrivateProtected OfPrivateProtected() => PrivateProtected.One;

    [WorkTask]
    private static Hidden Internal(Hidden x) => x;

    private static partial class Inner
    {
        private sealed record Deeper(int X);

        [WorkTask]
        private static Secret OfOuter(Secret x) => x;

        [WorkTask]
        private static Deeper OfInner() => new(4);

        private static partial class Twin
        {
            [WorkTask]
            private static Secret Same(Secret x) => x;
        }

        public static async Task<int> CallOfInner(IWorkManager work) => (await OfInnerTask.SubmitAsync(work)).X;
    }

    private static partial class Inner_Twin
    {
        [WorkTask]
        private static Secret Same(Secret x) => x;
    }

    protected partial class ProtectedInner
    {
        [WorkTask]
        private static Secret OfOuter(Secret x) => x;

        [WorkTask]
        private static Protected OfProtected(Protected x) => x;

        public static async Task<int> CallOfOuter(IWorkManager work) => (await OfOuterTask.SubmitAsync(work, new Secret(5))).X;
    }

    public static async Task CheckAsync(IWorkManager work)
    {
        Expect.Same(0, (await OfHiddenArgumentTask.SubmitAsync(work, new(new(0)))).X.X);
        Expect.Same(0, (await OfSecretArgumentTask.SubmitAsync(work, new([new(0)]))).X[0].X);
        Expect.Same(1, (await PrivateTask.SubmitAsync(work, (new Secret(1), 0)))[0][0].X);
        Expect.Same(2, (await OfProtectedTask.SubmitAsync(work, new Protected(2))).X);
        Expect.Same(2, (await OfProtectedInternalTask.SubmitAsync(work, new ProtectedInternal(2))).X);
        Expect.Same(PrivateProtected.One, await OfPrivateProtectedTask.SubmitAsync(work));
        Expect.Same(3, (await Inner.OfOuterTask.SubmitAsync(work, new Secret(3))).X);
        Expect.Same(4, await Inner.CallOfInner(work));
        Expect.Same(5, await ProtectedInner.CallOfOuter(work));
    }
}

// Sees what it inherits.
public sealed partial class Heir : Outer
{
    [WorkTask]
    private static Protected OfInherited(Protected x) => x;

    public static async Task CheckHeirAsync(IWorkManager work) =>
        Expect.Same(6, (await OfInheritedTask.SubmitAsync(work, new Protected(6))).X);
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        await Outer.CheckAsync(work);
        await Heir.CheckHeirAsync(work);
        Expect.Same(7, (await Outer.InternalTask.SubmitAsync(work, new Hidden(7))).X);
    }
}
