namespace WRPC015.Violation
{
#pragma warning disable WRPC015
    #region Violation
    static partial class Propagator
    {
        static double temperature = 300;

        [WorkTask]
        static double Propagate(double position) => position + temperature;
    }
    #endregion
#pragma warning restore WRPC015
}

namespace WRPC015.Fix
{
    #region Fix
    static partial class Propagator
    {
        const double DefaultTemperature = 300;

        [WorkTask]
        static double Propagate(double position, double temperature = DefaultTemperature) => position + temperature;
    }
    #endregion
}
