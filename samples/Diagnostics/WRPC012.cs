namespace WRPC012.Violation
{
#pragma warning disable WRPC012
    #region Violation
    static class Work
    {
        static int Run(int x)
        {
            [WorkTask]
            static int Square(int x) => x * x;

            return Square(x);
        }
    }
    #endregion
#pragma warning restore WRPC012
}

namespace WRPC012.Fix
{
    #region Fix
    static partial class Work
    {
        [WorkTask]
        static int Square(int x) => x * x;
    }
    #endregion
}
