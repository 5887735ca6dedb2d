using System.Globalization;
using WestRpc.Configuration;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Mpi.Ranks;

/// <summary>What a rank says of itself when it opens.</summary>
/// <param name="Worker">Which worker it is on its machine.</param>
/// <param name="Offer">What it has to offer to tasks that ask.</param>
/// <param name="Differences">In which variables its settings are not the master's, where the master's win.</param>
internal sealed record AboutRank(WorkerIdentity Worker, IReadOnlyDictionary<string, int> Offer, string Differences)
{
    /// <summary>The name of what a machine, or a rank, offers.</summary>
    public const string Resources = "resources";

    private const string Index = "index";
    private const string Host = "host";
    private const string Process = "process";
    private const string Differing = "differences";

    public ReadOnlyMemory<byte> Write() => TextMap.Write(
    [
        new(Index, Worker.Index.ToString(CultureInfo.InvariantCulture)),
        new(Host, Worker.Host),
        new(Process, Worker.ProcessId.ToString(CultureInfo.InvariantCulture)),
        new(Resources, ResourceText.Write(Offer)),
        new(Differing, Differences),
    ]);

    /// <exception cref="WireException">It lacks something.</exception>
    public static AboutRank Read(IReadOnlyDictionary<string, string> texts)
    {
        return new AboutRank(
            new WorkerIdentity(Number(Index), Text(Host), Number(Process)), ReadResources(Text(Resources)), Text(Differing));

        string Text(string name) => texts.GetValueOrDefault(name) ?? throw new WireException($"A rank does not say its {name}.");

        int Number(string name) => int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new WireException($"A rank's {name} is no number.");
    }

    /// <exception cref="WireException">The text is no list of resources, and not empty.</exception>
    public static Dictionary<string, int> ReadResources(string text) => text.Length == 0
        ? []
        : ResourceText.Read(text) ?? throw new WireException($"'{text}' is no list of resources such as gpu=2,licence=1.");
}
