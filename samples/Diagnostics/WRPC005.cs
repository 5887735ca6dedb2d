namespace WRPC005.Violation
{
#pragma warning disable WRPC005
    #region Violation
    static partial class Propagator
    {
        [WorkTask]
        static void Propagate(Segment segment) => segment.Callback();
    }

    record Segment(double[] Position, Action Callback);
    #endregion
#pragma warning restore WRPC005
}

namespace WRPC005.Fix
{
    #region Fix
    static partial class Propagator
    {
        [WorkTask]
        static double Propagate(Segment segment) => segment.Position.Sum();
    }

    record Segment(double[] Position);
    #endregion
}
