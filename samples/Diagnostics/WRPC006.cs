namespace WRPC006.Violation
{
#pragma warning disable WRPC006
    #region Violation
    partial class Walker
    {
        [WorkTask]
        double Step(int count) => 0.1 * count;
    }
    #endregion
#pragma warning restore WRPC006
}

namespace WRPC006.Fix
{
    #region Fix
    partial class Walker
    {
        [WorkTask]
        static double Step(int count) => 0.1 * count;
    }
    #endregion
}
