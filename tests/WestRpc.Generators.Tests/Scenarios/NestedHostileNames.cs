// What the user's types are called where a class stands in for a namespace.
namespace NestedHostileNames;

public static partial class System
{
    public sealed record Threading(int X);

    [global::WestRpc.WorkTask]
    private static Threading Run(int Formatters, int Register, int WorkTask) => new(Formatters + Register + WorkTask);
}

public static partial class WestRpc
{
    public static partial class Wire
    {
        [global::WestRpc.WorkTask]
        private static string WireFormat(string[] WireContext) => string.Concat(WireContext);
    }
}

public partial record MessagePack(int X)
{
    [global::WestRpc.WorkTask]
    private static MessagePack MessagePackReader(MessagePack MessagePackReader) => MessagePackReader;
}

public static partial class Task
{
    [global::WestRpc.WorkTask]
    private static void Task_()
    {
    }

    [global::WestRpc.WorkTask]
    private static global::System.Threading.Tasks.Task TaskAsync() => global::System.Threading.Tasks.Task.CompletedTask;
}

public static partial class Generic_List_int__
{
    [global::WestRpc.WorkTask]
    private static int List_int_(int x) => x;
}

public static class Check
{
    public static async global::System.Threading.Tasks.Task RunAsync(global::WestRpc.IWorkManager work)
    {
        global::WestRpc.Generators.Tests.Expect.Same(6, (await System.RunTask.SubmitAsync(work, 1, 2, 3)).X);
        global::WestRpc.Generators.Tests.Expect.Same("ab", await WestRpc.Wire.WireFormatTask.SubmitAsync(work, ["a", "b"]));
        global::WestRpc.Generators.Tests.Expect.Same(5, (await MessagePack.MessagePackReaderTask.SubmitAsync(work, new(5))).X);
        await Task.Task_Task.SubmitAsync(work);
        await Task.TaskTask.SubmitAsync(work);
        global::WestRpc.Generators.Tests.Expect.Same(7, await Generic_List_int__.List_int_Task.SubmitAsync(work, 7));
    }
}
