using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace Inherited;

public abstract partial class Base
{
    protected sealed record State(int X);

    private static partial class Hidden
    {
        [WorkTask]
        private static int Run() => 1;
    }

    [WorkTask]
    private static State Run(State x) => x;

    public static Task<int> RunHidden(IWorkManager work) => Hidden.RunTask.SubmitAsync(work);
}

public abstract partial class Middle : Base
{
    // The same name as what it inherits, and as unreachable.
    private static partial class Hidden
    {
        [WorkTask]
        private static int Run() => 2;
    }

    [WorkTask]
    private static State Run(State x) => new(x.X + 1);

    public static new Task<int> RunHidden(IWorkManager work) => Hidden.RunTask.SubmitAsync(work);

    public static async Task<int> RunState(IWorkManager work) => (await RunTask.SubmitAsync(work, new State(2))).X;
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        Expect.Same(1, await Base.RunHidden(work));
        Expect.Same(2, await Middle.RunHidden(work));
        Expect.Same(3, await Middle.RunState(work));
    }
}
