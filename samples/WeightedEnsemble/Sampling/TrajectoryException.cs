using System.Globalization;

namespace WeightedEnsemble.Sampling;

/// <summary>A trajectory blew up: the time step is too long for the forces.</summary>
internal sealed class TrajectoryException(string message) : Exception(message)
{
    public static TrajectoryException Of(int place, int iteration, double timeStep, double end) =>
        new(string.Create(CultureInfo.InvariantCulture,
            $"timeStep is {timeStep:R}, which is too long: segment {place + 1} of iteration {iteration} ended at {end}."));
}
