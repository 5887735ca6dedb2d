namespace WestRpc.Packages.Tests;

/// <summary>Fresh projects outside of the repository that know nothing but the packages.</summary>
public sealed class StrangerSpecs(Packed packed)
{
    private const int Limit = 300_000;

    [Fact(Timeout = Limit)]
    public async Task Their_projects_build_without_a_warning_and_run_tasks_in_child_processes()
    {
        await packed.DotnetAsync("build", "Strangers.slnx", "-nologo", "-m");
        await ExpectAsync("1 4 9 16\nin children", Built("CSharp", "CSharp"), "--n-workers", "2");
        await ExpectAsync("1 4 9 16\nin children", Built("FSharp", "FSharp"), "--n-workers", "2");
        await ExpectAsync("1 4 9 16\nwestrpc-worker.dll", Built("Host", "Host"), Built("Plugin", "Plugin.dll"));
        await AWorkerNamesWhatAPluginLacksAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task The_template_makes_a_program_that_runs()
    {
        string[] hive = ["--debug:custom-hive", Path.Combine(packed.Strangers, "hive")];
        await packed.DotnetAsync(["new", "install", Path.Combine(packed.Packages, $"WestRpc.Templates.{packed.Version}.nupkg"), .. hive]);
        await packed.DotnetAsync(["new", "westrpc", "-n", "My.Walks", .. hive]);
        await packed.DotnetAsync("build", "My.Walks", "-nologo");
        (int code, string output, string error) = await RunningProgram.RunAsync(Built("My.Walks", "My.Walks"), "--n-workers", "2");
        Assert.Equal("", error);
        Assert.Equal(0, code);
        Assert.Equal(8, output.Split('\n').Count(static line => line.StartsWith("walk ", StringComparison.Ordinal)));
        (code, output, error) = await RunningProgram.RunAsync(Built("My.Walks", "My.Walks"), "--help");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("--work-manager NAME", output, StringComparison.Ordinal);
        (code, output, error) = await RunningProgram.RunAsync(Built("My.Walks", "My.Walks"), "--n-worker", "2");
        Assert.Equal((2, "", "'--n-worker' is not an option of this program; --help lists those that are."), (code, output, error));
    }

    /// <summary>As where a plug-in was copied without the libraries that it refers to, or the runtime is too old for it.</summary>
    private async Task AWorkerNamesWhatAPluginLacksAsync()
    {
        string alone = Path.Combine(Directory.CreateDirectory(Path.Combine(packed.Strangers, "alone")).FullName, "Plugin.dll");
        File.Copy(Built("Plugin", "Plugin.dll"), alone);
        (int code, _, string error) = await RunningProgram.RunAsync("dotnet", Built("Plugin", "westrpc-worker/westrpc-worker.dll"), alone);
        Assert.StartsWith($"westrpc-worker: '{alone}' needs 'Library, Version=", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
        Assert.Equal(2, code);
    }

    private static async Task ExpectAsync(string expected, string program, params string[] arguments)
    {
        (int code, string output, string error) = await RunningProgram.RunAsync(program, arguments);
        Assert.Equal("", error);
        Assert.Equal(expected, output);
        Assert.Equal(0, code);
    }

    private string Built(string project, string file) => Path.Combine(packed.Strangers, project, "bin", "Debug", "net10.0", file);
}
