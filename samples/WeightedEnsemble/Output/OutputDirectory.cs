using System.Text.RegularExpressions;
using WestRpc;

namespace WeightedEnsemble.Output;

/// <summary>
/// Where the results go: made before the run, so that a run is not lost for want of a directory. What an earlier run left
/// goes at once, and each file appears whole, so that what is there is this run's.
/// </summary>
internal sealed partial class OutputDirectory
{
    public const string Results = "results.json";
    public const string Replicas = "replicas.json";
    public const string Timings = "timings.json";
    public const string Picture = "rate.png";
    public const string Segments = "segments.h5";

    private OutputDirectory(string fullName) => FullName = fullName;

    public string FullName { get; }

    /// <summary>The name of one replica's file: <c>results-7.json</c>.</summary>
    public static string Of(string name, ulong seed) =>
        FormattableString.Invariant($"{Path.GetFileNameWithoutExtension(name)}-{seed}{Path.GetExtension(name)}");

    /// <exception cref="WorkConfigurationException">It can't be made or written to.</exception>
    public static OutputDirectory Create(string path)
    {
        try
        {
            var directory = new OutputDirectory(Directory.CreateDirectory(path).FullName);
            string probe = directory.Finished(".westrpc-probe");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            foreach (string file in Directory.EnumerateFiles(directory.FullName).Where(static f => Ours.IsMatch(Path.GetFileName(f))))
                File.Delete(file);
            return directory;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new WorkConfigurationException($"--out is '{path}', where nothing can be written ({e.Message.TrimEnd('.')}); give a directory that is writable.");
        }
    }

    /// <summary>Lets <paramref name="write"/> write a file, which has its name only once it is whole.</summary>
    public void Write(string name, Action<string> write)
    {
        write(Unfinished(name));
        File.Move(Unfinished(name), Finished(name), overwrite: true);
    }

    /// <summary>Where what is to become a file can be kept while the run goes on.</summary>
    public string Log(string name) => Unfinished($"{name}.log");

    [GeneratedRegex(@"^(\.unfinished-)?((results|segments)(-\d+)?|replicas|timings|rate)\.(json|h5|h5\.log|png)$")]
    private static partial Regex Ours { get; }

    private string Finished(string name) => Path.Combine(FullName, name);

    private string Unfinished(string name) => Finished($".unfinished-{name}");
}
