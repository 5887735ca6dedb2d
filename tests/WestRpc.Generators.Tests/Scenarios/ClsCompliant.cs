using System;
using System.Threading.Tasks;
using WestRpc;
using WestRpc.Generators.Tests;

[assembly: CLSCompliant(true)]

namespace ClsCompliant;

public static partial class Work
{
    [WorkTask]
    private static uint Run(uint x, sbyte[] y) => x + (uint)y.Length;
}

public static class Check
{
    [CLSCompliant(false)]
    public static async Task RunAsync(IWorkManager work) => Expect.Same(3u, await Work.RunTask.SubmitAsync(work, 2, [1]));
}
