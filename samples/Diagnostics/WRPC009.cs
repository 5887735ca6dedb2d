namespace WRPC009.Violation
{
#pragma warning disable WRPC009
    #region Violation
    static partial class Work
    {
        [WorkTask]
        static void Run(CancellationToken stop, CancellationToken pause)
        {
            stop.ThrowIfCancellationRequested();
            pause.ThrowIfCancellationRequested();
        }
    }
    #endregion
#pragma warning restore WRPC009
}

namespace WRPC009.Fix
{
    #region Fix
    static partial class Work
    {
        [WorkTask]
        static void Run(CancellationToken cancellation) => cancellation.ThrowIfCancellationRequested();
    }
    #endregion
}
