using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace Named;

public static partial class Work
{
    [WorkTask(Name = "simulation.Propagate")]
    private static int Overloaded(int x) => x;

    [WorkTask(Name = "simulation.PropagateLongAsync")]
    private static long Overloaded(long x) => x;

    [WorkTask(Name = "Plain")]
    private static int Renamed() => 3;

    [WorkTask(Name = "odd \"words\" {0}.class")]
    private static int Odd() => 4;

    [WorkTask(Name = "")]
    private static int Default() => 5;

    [WorkTask(Name = null)]
    private static int AsyncAsync() => 6;

    private static int Overloaded(string x) => x.Length;
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        Expect.Same(1, await Work.PropagateTask.SubmitAsync(work, 1));
        Expect.Same(2L, await Work.PropagateLongTask.SubmitAsync(work, 2));
        Expect.Same("simulation.PropagateLongAsync", new Work.PropagateLongTask(0).Descriptor.Name);
        Expect.Same(3, await Work.PlainTask.SubmitAsync(work));
        Expect.Same(4, await Work.classTask.SubmitAsync(work));
        Expect.Same("odd \"words\" {0}.class", new Work.classTask().Descriptor.Name);
        Expect.Same("Named.Work.Default", new Work.DefaultTask().Descriptor.Name);
        Expect.Same("Named.Work.AsyncAsync", new Work.AsyncTask().Descriptor.Name);
    }
}
