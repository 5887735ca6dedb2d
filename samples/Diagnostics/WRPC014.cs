namespace WRPC014.Violation
{
#pragma warning disable WRPC014
    #region Violation
    static partial class Implicit
    {
        [WorkTask(Name = "solvent.Propagate")]
        static int Propagate(int steps) => steps;
    }

    static partial class Explicit
    {
        [WorkTask(Name = "solvent.Propagate")]
        static int Propagate(int steps) => 2 * steps;
    }
    #endregion
#pragma warning restore WRPC014
}

namespace WRPC014.Fix
{
    #region Fix
    static partial class Implicit
    {
        [WorkTask(Name = "implicit-solvent.Propagate")]
        static int Propagate(int steps) => steps;
    }

    static partial class Explicit
    {
        [WorkTask(Name = "explicit-solvent.Propagate")]
        static int Propagate(int steps) => 2 * steps;
    }
    #endregion
}
