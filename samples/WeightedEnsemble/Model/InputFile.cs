using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using WestRpc;

namespace WeightedEnsemble.Model;

/// <summary>Reads an input file and checks it: what is wrong is said in one line, with the field, its value and what is allowed.</summary>
internal static class InputFile
{
    /// <summary>A name without a directory that is not in the working directory is looked for among the sample's own.</summary>
    /// <exception cref="WorkConfigurationException">The file is missing or malformed.</exception>
    public static SimulationInput Read(string path)
    {
        string own = Path.Combine(AppContext.BaseDirectory, "Inputs", path);
        string file = !File.Exists(path) && Path.GetFileName(path) == path && File.Exists(own) ? own : path;
        try
        {
            using FileStream stream = File.OpenRead(file);
            SimulationInput input = JsonSerializer.Deserialize(stream, InputJson.Default.SimulationInput)
                ?? throw new JsonException("it is empty");
            Check(input, path);
            return input;
        }
        catch (JsonException e)
        {
            throw new WorkConfigurationException($"--input {path}: {OneLine(e)}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WorkConfigurationException(
                $"--input is '{path}', which can't be read ({e.Message.TrimEnd('.')}); give a JSON file, or one of {string.Join(", ", OwnNames())}.");
        }
    }

    private static IEnumerable<string> OwnNames() => Directory
        .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Inputs"), "*.json").Select(Path.GetFileName).Order()!;

    private static void Check(SimulationInput input, string path)
    {
        Require(input.Potential is not null, "potential", "null", "a potential");
        Require(input.Target is not null, "target", "null", "{\"above\": x} or {\"below\": x}");
        Require(input.BinBoundaries is not null, "binBoundaries", "null", "a list of rising numbers");
        Positive(input.Diffusion, "diffusion");
        Positive(input.TimeStep, "timeStep");
        AtLeastOne(input.StepsPerSegment, "stepsPerSegment");
        AtLeastOne(input.WalkersPerBin, "walkersPerBin");
        AtLeastOne(input.Iterations, "iterations");
        Require(input.Discard >= 0, "discard", Text(input.Discard), "0 or more");
        CheckPotential(input.Potential!);
        CheckBins(input.BinBoundaries!);
        CheckTarget(input);

        void CheckPotential(Potential potential)
        {
            if (potential.Kind == PotentialKind.DoubleWell)
            {
                Positive(potential.Barrier, "potential.barrier");
                return;
            }

            Positive(potential.Period, "potential.period");
            Positive(potential.Amplitude, "potential.amplitude");
            Positive(potential.Decay, "potential.decay");
            Require(input.Target!.Below > 0, "target.below", Text(input.Target.Edge), "above 0, where this potential begins");
        }

        void CheckBins(double[] boundaries)
        {
            Require(boundaries.Length >= 2, "binBoundaries", $"{boundaries.Length} numbers", "at least 2 numbers");
            for (int i = 1; i < boundaries.Length; i++)
                Require(boundaries[i] > boundaries[i - 1], $"binBoundaries[{i}]", Text(boundaries[i]), $"above the one before it, {Text(boundaries[i - 1])}");
        }

        void CheckTarget(SimulationInput whole)
        {
            Target target = whole.Target!;
            Require(target.Above is null != target.Below is null, "target", target.ToString(), "either {\"above\": x} or {\"below\": x}");
            Require(!target.Contains(whole.Source) && whole.Source != target.Edge, "source", Text(whole.Source), $"outside the target, which is {(target.Above is null ? "below" : "above")} {Text(target.Edge)}");
            Require(
                whole.Source >= whole.BinBoundaries![0] && whole.Source <= whole.BinBoundaries[^1], "source", Text(whole.Source),
                $"inside the bins, from {Text(whole.BinBoundaries[0])} to {Text(whole.BinBoundaries[^1])}");
            if (whole.ReflectingWall is { } wall)
                Require(whole.Source < wall && target.Edge < wall, "reflectingWall", Text(wall), "above source and target");
            else
                Require(whole.Potential!.Kind == PotentialKind.DoubleWell, "reflectingWall", "null", "a number, since this potential does not hold a walker by itself");
        }

        void Positive(double value, string field) => Require(double.IsFinite(value) && value > 0, field, Text(value), "a number above 0");

        void AtLeastOne(int value, string field) => Require(value >= 1, field, Text(value), "a whole number of at least 1");

        void Require(bool right, string field, string value, string allowed)
        {
            if (!right)
                throw new WorkConfigurationException($"--input {path}: {field} is {value}; it must be {allowed}.");
        }
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string OneLine(JsonException e)
    {
        string message = e.Message.Split('\n')[0];
        int details = message.IndexOf(" Path: ", StringComparison.Ordinal);
        string text = details < 0 ? message : message[..details];
        string place = e.Path is null or "$" ? "" : $"{e.Path[2..]}: ";
        return $"{place}{text}{(e.LineNumber is { } line ? $" (line {line + 1})" : "")}";
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(SimulationInput))]
internal sealed partial class InputJson : JsonSerializerContext;
