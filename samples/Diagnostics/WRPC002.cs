namespace WRPC002.Violation
{
#pragma warning disable WRPC002
    #region Violation
    static partial class Propagator
    {
        [WorkTask]
        static void Propagate(ref double position, double force) => position += force;
    }
    #endregion
#pragma warning restore WRPC002
}

namespace WRPC002.Fix
{
    #region Fix
    static partial class Propagator
    {
        [WorkTask]
        static double Propagate(double position, double force) => position + force;
    }
    #endregion
}
