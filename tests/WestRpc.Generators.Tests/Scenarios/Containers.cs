using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace Containers
{
    public static partial class StaticClass
    {
        [WorkTask]
        private static int Run(int x) => x + 1;
    }

    internal abstract partial class InternalClass
    {
        [WorkTask]
        public static int Run(int x) => x + 2;
    }

    public sealed partial record Record(int X)
    {
        [WorkTask]
        internal static Record Run(Record x) => new(x.X + 3);
    }

    public readonly partial struct Struct
    {
        [WorkTask]
        private static int Run(int x) => x + 4;
    }

    public partial record struct RecordStruct
    {
        [WorkTask]
        private static int Run(int x) => x + 5;
    }

    public partial interface IInterface
    {
        [WorkTask]
        private static int Run(int x) => x + 6;
    }

    public readonly ref partial struct RefStruct
    {
        [WorkTask]
        private static int Run(int x) => x + 7;
    }

    public partial class Outer
    {
        public partial class Nested
        {
            protected partial struct Deep
            {
                [WorkTask]
                private static int Run(int x) => x + 8;
            }

            public static Task<int> RunDeep(IWorkManager work, int x) => Deep.RunTask.SubmitAsync(work, x);
        }

        private static partial class PrivateNested
        {
            [WorkTask]
            private static int Run(int x) => x + 9;
        }

        public static Task<int> RunPrivate(IWorkManager work, int x) => PrivateNested.RunTask.SubmitAsync(work, x);
    }

    // Its tasks have the names of those it inherits.
    public partial class Heir : Outer.Nested
    {
        [WorkTask]
        private static int Run(int x) => x + 10;
    }

    public sealed partial class HeirOfHeir : Heir
    {
        [WorkTask]
        private static int Run(int x) => x + 11;
    }

    public partial class @class
    {
        [WorkTask]
        private static int @event(int x) => x + 12;
    }
}

internal static partial class InTheGlobalNamespace
{
    [WorkTask]
    private static int Run(int x) => x + 13;
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        Expect.Same(1, await Containers.StaticClass.RunTask.SubmitAsync(work, 0));
        Expect.Same(2, await Containers.InternalClass.RunTask.SubmitAsync(work, 0));
        Expect.Same(3, (await Containers.Record.RunTask.SubmitAsync(work, new(0))).X);
        Expect.Same(4, await Containers.Struct.RunTask.SubmitAsync(work, 0));
        Expect.Same(5, await Containers.RecordStruct.RunTask.SubmitAsync(work, 0));
        Expect.Same(6, await Containers.IInterface.RunTask.SubmitAsync(work, 0));
        Expect.Same(7, await Containers.RefStruct.RunTask.SubmitAsync(work, 0));
        Expect.Same(8, await Containers.Outer.Nested.RunDeep(work, 0));
        Expect.Same(9, await Containers.Outer.RunPrivate(work, 0));
        Expect.Same(10, await Containers.Heir.RunTask.SubmitAsync(work, 0));
        Expect.Same(11, await Containers.HeirOfHeir.RunTask.SubmitAsync(work, 0));
        Expect.Same(12, await Containers.@class.eventTask.SubmitAsync(work, 0));
        Expect.Same(13, await InTheGlobalNamespace.RunTask.SubmitAsync(work, 0));
    }
}
