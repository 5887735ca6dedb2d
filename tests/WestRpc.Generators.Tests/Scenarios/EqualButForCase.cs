#pragma warning disable CS8981 // lower-case names
using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

namespace EqualButForCase
{
    public static partial class Work
    {
        [WorkTask]
        private static int Run() => 1;

        [WorkTask]
        private static int run() => 2;
    }

    public static partial class work
    {
        [WorkTask]
        private static int Run() => 3;
    }
}

namespace Equalbutforcase
{
    public static partial class Work
    {
        [WorkTask]
        private static int Run() => 4;
    }
}

public static class Check
{
    public static async Task RunAsync(IWorkManager work)
    {
        Expect.Same(1, await EqualButForCase.Work.RunTask.SubmitAsync(work));
        Expect.Same(2, await EqualButForCase.Work.runTask.SubmitAsync(work));
        Expect.Same(3, await EqualButForCase.work.RunTask.SubmitAsync(work));
        Expect.Same(4, await Equalbutforcase.Work.RunTask.SubmitAsync(work));
    }
}
