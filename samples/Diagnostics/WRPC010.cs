namespace WRPC010.Violation
{
#pragma warning disable WRPC010
    #region Violation
    static partial class DoubleWell
    {
        [WorkTask(Name = "double-well.2d")]
        static int Run() => 2;
    }
    #endregion
#pragma warning restore WRPC010
}

namespace WRPC010.Fix
{
    #region Fix
    static partial class DoubleWell
    {
        [WorkTask(Name = "double-well.TwoD")]
        static int Run() => 2;
    }
    #endregion
}
