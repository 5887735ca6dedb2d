namespace WRPC016.Violation
{
#pragma warning disable WRPC016
    #region Violation
    static partial class Propagator
    {
        [WorkTask(LongRunning = true)]
        static double Propagate(double position, int steps)
        {
            for (int i = 0; i < steps; i++)
                position += 0.1;
            return position;
        }
    }
    #endregion
#pragma warning restore WRPC016
}

namespace WRPC016.Fix
{
    #region Fix
    static partial class Propagator
    {
        [WorkTask(LongRunning = true)]
        static double Propagate(double position, int steps, CancellationToken cancellation)
        {
            for (int i = 0; i < steps; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                position += 0.1;
            }

            return position;
        }
    }
    #endregion
}
