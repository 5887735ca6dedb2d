namespace WRPC007.Violation
{
#pragma warning disable WRPC007
    #region Violation
    static partial class Propagator
    {
        [WorkTask]
        static async void Propagate(int steps) => await Task.Delay(steps);
    }
    #endregion
#pragma warning restore WRPC007
}

namespace WRPC007.Fix
{
    #region Fix
    static partial class Propagator
    {
        [WorkTask]
        static async Task PropagateAsync(int steps) => await Task.Delay(steps);
    }
    #endregion
}
