#pragma warning disable CS8981 // lower-case names

// No usings at all, and every name that generated code could need is taken by the user.
namespace MyApp.System
{
    public class String
    {
        public int X { get; set; }
    }

    public class Int32;

    public class Exception;

    public class GC;

    public enum Object
    {
        None,
        Some,
    }
}

namespace MyApp.WestRpc
{
    public sealed record WorkTask(int X);

    public sealed record WorkContext(int X);

    public sealed record IWorkManager(int X);

    public sealed record WireFormat(int X);
}

namespace MyApp.MessagePack
{
    public sealed class MessagePackObjectAttribute : global::System.Attribute;

    [MessagePackObject]
    public sealed record MessagePackWriter(int X);
}

namespace MyApp.Global
{
    public sealed record global(int X);
}

namespace MyApp
{
    public sealed record Task(int X);

    public sealed record ValueTask(int X);

    public sealed record Formatters(Formatters? Next, int X);

    public sealed record CancellationToken(int X);

    public sealed record List(int X);

    public sealed record WorkOptions(int X);

    public sealed record WorkEnvelope(int X);

    public sealed record TaskDescriptor(int X);

    public static partial class Work
    {
        public static int Register => 1;

        public static int Formatters => 2;

        public static int Descriptor => 3;

        public static int writer => 4;

        public static class SubmitAsync;

        public static class global;

        public static class System;

        public static class WestRpc;

        public static class MessagePack;

        public sealed record Nested(int X);

        private static class ReadArguments;

        [global::WestRpc.WorkTask]
        private static Task Run(WorkEnvelope x, TaskDescriptor y) => new(x.X + y.X);

        [global::WestRpc.WorkTask]
        private static async global::System.Threading.Tasks.Task<Formatters[]> Many(
            global::MyApp.System.String a, global::MyApp.System.Object b, global::MyApp.WestRpc.WorkTask c, global::MyApp.WestRpc.WorkContext d,
            global::MyApp.WestRpc.IWorkManager e, global::MyApp.WestRpc.WireFormat f, global::MyApp.MessagePack.MessagePackWriter g,
            Task h, ValueTask i, CancellationToken j, List k, WorkOptions l, MyApp.Global.global m, Nested n, Formatters o)
        {
            await global::System.Threading.Tasks.Task.Yield();
            return [new Formatters(o, a.X + (int)b + c.X + d.X + e.X + f.X + g.X + h.X + i.X + j.X + k.X + l.X + m.X + n.X)];
        }

        // Its class is called WorkTask, like its base.
        [global::WestRpc.WorkTask(Name = "MyApp.Work")]
        private static int Base(int x) => x;
    }

    public partial class Formatters_
    {
        public class Formatters;

        public class Register;

        [global::WestRpc.WorkTask]
        private static Formatters_ Run(Formatters_ x) => x;
    }

    public static class Check
    {
        public static async global::System.Threading.Tasks.Task RunAsync(global::WestRpc.IWorkManager work)
        {
            global::WestRpc.Generators.Tests.Expect.Same(3, (await Work.RunTask.SubmitAsync(work, new(1), new(2))).X);
            Formatters[] many = await Work.ManyTask.SubmitAsync(
                work, new() { X = 1 }, global::MyApp.System.Object.Some, new(1), new(1), new(1), new(1), new(1), new(1), new(1), new(1),
                new(1), new(1), new(1), new(1), new(null, 7));
            global::WestRpc.Generators.Tests.Expect.Same(14, many[0].X);
            global::WestRpc.Generators.Tests.Expect.Same(7, many[0].Next!.X);
            global::WestRpc.Generators.Tests.Expect.Same(5, await Work.WorkTask.SubmitAsync(work, 5));
            global::WestRpc.Generators.Tests.Expect.Same(new Formatters_(), await Formatters_.RunTask.SubmitAsync(work, new()));
        }
    }
}
