using WestRpc;

namespace WeightedEnsemble.Output;

/// <summary>
/// Where the results go: made before the run, so that a run is not lost for want of a directory. What an earlier run left
/// goes at once, and each file appears whole, so that what is there is this run's.
/// </summary>
internal sealed class OutputDirectory
{
    public const string Results = "results.json";
    public const string Timings = "timings.json";
    public const string Picture = "rate.png";

    private OutputDirectory(string fullName) => FullName = fullName;

    public string FullName { get; }

    /// <exception cref="WorkConfigurationException">It can't be made or written to.</exception>
    public static OutputDirectory Create(string path)
    {
        try
        {
            var directory = new OutputDirectory(Directory.CreateDirectory(path).FullName);
            string probe = directory.Finished(".westrpc-probe");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            foreach (string name in (string[])[Results, Timings, Picture])
            {
                File.Delete(directory.Finished(name));
                File.Delete(directory.Unfinished(name));
            }

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

    private string Finished(string name) => Path.Combine(FullName, name);

    private string Unfinished(string name) => Finished($".unfinished-{name}");
}
