namespace WRPC003.Violation
{
#pragma warning disable WRPC003
    #region Violation
    static partial class Statistics
    {
        [WorkTask]
        static T Largest<T>(T[] values) where T : IComparable<T> => values.Max()!;
    }
    #endregion
#pragma warning restore WRPC003
}

namespace WRPC003.Fix
{
    #region Fix
    static partial class Statistics
    {
        [WorkTask]
        static double LargestDouble(double[] values) => Largest(values);

        static T Largest<T>(T[] values) where T : IComparable<T> => values.Max()!;
    }
    #endregion
}
