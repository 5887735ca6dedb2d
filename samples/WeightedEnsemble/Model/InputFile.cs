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
            InputCheck.Check(input, path);
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
