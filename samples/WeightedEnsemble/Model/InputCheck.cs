using System.Globalization;
using WestRpc;

namespace WeightedEnsemble.Model;

/// <summary>Whether an input describes something that can be simulated.</summary>
internal sealed class InputCheck
{
    private readonly SimulationInput input;
    private readonly string path;

    private InputCheck(SimulationInput input, string path)
    {
        this.input = input;
        this.path = path;
    }

    /// <exception cref="WorkConfigurationException">It doesn't: the field, its value and what is allowed.</exception>
    public static void Check(SimulationInput input, string path)
    {
        var check = new InputCheck(input, path);
        check.CheckPresent();
        check.CheckNumbers();
        check.CheckTarget();
        check.CheckPotential();
        check.CheckBins();
        check.CheckSource();
    }

    /// <summary>The one line that says what is wrong with a field.</summary>
    public static WorkConfigurationException Wrong(string path, string field, string value, string allowed) =>
        new($"--input {path}: {field} is {value}; it must be {allowed}.");

    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private void CheckPresent()
    {
        Require(input.Potential is not null, "potential", "null", "a potential");
        Require(input.Target is not null, "target", "null", "{\"above\": x} or {\"below\": x}");
        Require(input.BinBoundaries is not null, "binBoundaries", "null", "a list of rising numbers");
    }

    private void CheckNumbers()
    {
        Positive(input.Diffusion, "diffusion");
        Positive(input.TimeStep, "timeStep");
        AtLeastOne(input.StepsPerSegment, "stepsPerSegment");
        AtLeastOne(input.WalkersPerBin, "walkersPerBin");
        AtLeastOne(input.Iterations, "iterations");
        Require(input.Discard >= 0, "discard", Text(input.Discard), "0 or more");
        Finite(input.Source, "source");
        if (input.ReflectingWall is { } wall)
            Finite(wall, "reflectingWall");
    }

    // First of what looks at more than one field: the rest asks for the target's edge.
    private void CheckTarget()
    {
        Target target = input.Target;
        Require(target.Above is null != target.Below is null, "target", Text(target), "either {\"above\": x} or {\"below\": x}");
        Finite(target.Edge, target.Above is null ? "target.below" : "target.above");
    }

    private void CheckPotential()
    {
        Potential potential = input.Potential;
        if (potential.Kind == PotentialKind.DoubleWell)
        {
            Positive(potential.Barrier, "potential.barrier");
            return;
        }

        Positive(potential.Period, "potential.period");
        Positive(potential.Amplitude, "potential.amplitude");
        Positive(potential.Decay, "potential.decay");
        Finite(potential.Origin, "potential.origin");
        Require(input.Target.Below is not null, "target", Text(input.Target), "{\"below\": x} for this potential");
        Require(input.Target.Below > 0, "target.below", Text(input.Target.Edge), "above 0, where this potential begins");
        Require(input.ReflectingWall is not null, "reflectingWall", "null", "a number, since this potential does not hold a walker by itself");
    }

    private void CheckBins()
    {
        double[] boundaries = input.BinBoundaries;
        Require(boundaries.Length >= 2, "binBoundaries", $"{boundaries.Length} numbers", "at least 2 numbers");
        for (int i = 0; i < boundaries.Length; i++)
            Finite(boundaries[i], $"binBoundaries[{i}]");
        for (int i = 1; i < boundaries.Length; i++)
            Require(boundaries[i] > boundaries[i - 1], $"binBoundaries[{i}]", Text(boundaries[i]), $"above the one before it, {Text(boundaries[i - 1])}");
    }

    private void CheckSource()
    {
        Target target = input.Target;
        Require(
            !target.Contains(input.Source) && input.Source != target.Edge, "source", Text(input.Source),
            $"outside the target, which is {(target.Above is null ? "below" : "above")} {Text(target.Edge)}");
        Require(
            input.Source >= input.BinBoundaries[0] && input.Source <= input.BinBoundaries[^1], "source", Text(input.Source),
            $"inside the bins, from {Text(input.BinBoundaries[0])} to {Text(input.BinBoundaries[^1])}");
        if (input.ReflectingWall is { } wall)
            Require(input.Source < wall && target.Edge < wall, "reflectingWall", Text(wall), "above source and target");
    }

    private static string Text(Target target)
    {
        string?[] parts =
        [
            target.Above is { } above ? $"\"above\": {Text(above)}" : null,
            target.Below is { } below ? $"\"below\": {Text(below)}" : null,
        ];
        return $"{{{string.Join(", ", parts.Where(static p => p is not null))}}}";
    }

    private void Finite(double value, string field) => Require(double.IsFinite(value), field, Text(value), "a finite number");

    private void Positive(double value, string field) => Require(double.IsFinite(value) && value > 0, field, Text(value), "a number above 0");

    private void AtLeastOne(int value, string field) => Require(value >= 1, field, Text(value), "a whole number of at least 1");

    private void Require(bool right, string field, string value, string allowed)
    {
        if (!right)
            throw Wrong(path, field, value, allowed);
    }
}
