namespace WRPC013.Violation
{
#pragma warning disable WRPC013
    #region Violation
    static partial class Work
    {
        [WorkTask(MaxAttempts = 0)]
        static int Run() => 1;
    }
    #endregion
#pragma warning restore WRPC013
}

namespace WRPC013.Fix
{
    #region Fix
    static partial class Work
    {
        [WorkTask(MaxAttempts = 1)]
        static int Run() => 1;
    }
    #endregion
}
