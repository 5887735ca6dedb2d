namespace WRPC017.Violation
{
#pragma warning disable WRPC017
    #region Violation
    static partial class Simulation
    {
        [WorkTask]
        static void Propagate(int segment) => Console.WriteLine(segment);

        static void RunIteration(IWorkManager work)
        {
            for (int i = 0; i < 10; i++)
                PropagateTask.SubmitAsync(work, i);
        }
    }
    #endregion
#pragma warning restore WRPC017
}

namespace WRPC017.Fix
{
    #region Fix
    static partial class Simulation
    {
        [WorkTask]
        static void Propagate(int segment) => Console.WriteLine(segment);

        static async Task RunIteration(IWorkManager work)
        {
            for (int i = 0; i < 10; i++)
                await PropagateTask.SubmitAsync(work, i);
        }
    }
    #endregion
}
