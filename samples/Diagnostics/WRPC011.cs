namespace WRPC011.Violation
{
#pragma warning disable WRPC011
    #region Violation
    file static partial class Work
    {
        [WorkTask]
        static int Run() => 1;
    }
    #endregion
#pragma warning restore WRPC011
}

namespace WRPC011.Fix
{
    #region Fix
    static partial class Work
    {
        [WorkTask]
        static int Run() => 1;
    }
    #endregion
}
