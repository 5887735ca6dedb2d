using WestRpc;

namespace WeightedEnsemble.Output;

/// <summary>Where the results go: made before the run, so that a run is not lost for want of a directory.</summary>
internal static class OutputDirectory
{
    /// <exception cref="WorkConfigurationException">It can't be made or written to.</exception>
    public static string Create(string path)
    {
        try
        {
            string directory = Directory.CreateDirectory(path).FullName;
            string probe = Path.Combine(directory, ".westrpc-probe");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return directory;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new WorkConfigurationException($"--out is '{path}', where nothing can be written ({e.Message.TrimEnd('.')}); give a directory that is writable.");
        }
    }
}
