namespace WRPC001.Violation
{
#pragma warning disable WRPC001
    #region Violation
    static class Propagator
    {
        [WorkTask]
        static int Propagate(int steps) => steps;
    }
    #endregion
#pragma warning restore WRPC001
}

namespace WRPC001.Fix
{
    #region Fix
    static partial class Propagator
    {
        [WorkTask]
        static int Propagate(int steps) => steps;
    }
    #endregion
}
