namespace WRPC008.Violation
{
#pragma warning disable WRPC008
    #region Violation
    static partial class Work
    {
        [WorkTask]
        static int Run() => 1;

        class RunTask;
    }
    #endregion
#pragma warning restore WRPC008
}

namespace WRPC008.Fix
{
    #region Fix
    static partial class Work
    {
        [WorkTask(Name = "Work.Start")]
        static int Run() => 1;

        class RunTask;
    }
    #endregion
}
