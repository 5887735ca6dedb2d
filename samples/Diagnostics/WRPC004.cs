namespace WRPC004.Violation
{
#pragma warning disable WRPC004
    #region Violation
    static partial class Physics
    {
        [WorkTask]
        static double Energy(double[] position) => position.Sum();

        [WorkTask]
        static double Energy(double[] position, double[] charges) => position.Sum() + charges.Sum();
    }
    #endregion
#pragma warning restore WRPC004
}

namespace WRPC004.Fix
{
    #region Fix
    static partial class Physics
    {
        [WorkTask]
        static double Energy(double[] position) => position.Sum();

        [WorkTask(Name = "Physics.ChargedEnergy")]
        static double Energy(double[] position, double[] charges) => position.Sum() + charges.Sum();
    }
    #endregion
}
