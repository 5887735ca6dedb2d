using WestRpc.Packages.Tests;

[assembly: AssemblyFixture(typeof(Packed))]

namespace WestRpc.Packages.Tests;

/// <summary>
/// All packages, packed once into a folder outside of the repository, beside projects of strangers that restore them from
/// there into a folder of their own.
/// </summary>
public sealed class Packed : IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("westrpc-packages-").FullName;

    /// <summary>Where the strangers' projects are.</summary>
    public string Strangers => directory;

    public string Packages => Path.Combine(directory, "packed");

    /// <summary>The version that the packages have.</summary>
    public string Version { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Copy(Path.Combine(AppContext.BaseDirectory, "Strangers"), directory);
        string all = Path.Combine(directory, "pack.proj");
        await File.WriteAllTextAsync(all,
            $"""
            <Project>
              <Target Name="Pack">
                <ItemGroup><Packable Include="{Repository.Root}src/*/*.csproj" /></ItemGroup>
                <MSBuild Projects="@(Packable)" Targets="Pack" BuildInParallel="true"
                         Properties="Configuration={Repository.Configuration};NoBuild=true;PackageOutputPath={Packages}" />
              </Target>
            </Project>
            """);
        await DotnetAsync("msbuild", all, "-t:Pack", "-nologo", "-m");
        const string One = "WestRpc.Mpi.";
        Version = Path.GetFileNameWithoutExtension(Directory.EnumerateFiles(Packages, One + "*.nupkg").Single())[One.Length..];
    }

    /// <summary>Runs the dotnet command among the strangers; fails with what it printed unless it succeeds without a warning.</summary>
    public async Task DotnetAsync(params string[] arguments) =>
        Assert.DoesNotContain(" warning ", await TryDotnetAsync(arguments), StringComparison.Ordinal);

    /// <summary>The same, but lets warnings pass and returns what it printed.</summary>
    public async Task<string> TryDotnetAsync(params string[] arguments)
    {
        var environment = new Dictionary<string, string>
        {
            // No process of this build is to wait for another.
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["WestRpcVersion"] = Version,
        };
        await using RunningProgram program = RunningProgram.Start("env", environment, ["-C", directory, "dotnet", .. arguments]);
        (int code, string output, string error) = await program.EndAsync();
        Assert.True(code == 0, $"{output}\n{error}");
        return output;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
