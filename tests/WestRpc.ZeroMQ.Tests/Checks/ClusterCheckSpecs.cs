using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace WestRpc.ZeroMQ.Tests.Checks;

/// <summary><c>cluster-check</c> as a person runs it.</summary>
public sealed class ClusterCheckSpecs : IDisposable
{
    private const int Limit = 60_000;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("westrpc-test-");

    private string ServerFile => Path.Combine(folder.FullName, "server.json");

    [Fact(Timeout = Limit)]
    public async Task A_client_is_checked_beside_a_run_and_the_run_goes_on()
    {
        string go = Path.Combine(folder.FullName, "go");
        await using RunningProgram server = RunningProgram.Start(
            Repository.TestProgram, new Dictionary<string, string> { ["WM_WORK_MANAGER"] = "zmq", ["WM_ZMQ_SERVER_INFO"] = ServerFile }, "hold", go, "1", "--n-workers", "1");
        await server.WorkersAsync(1);
        (int code, string output, string error) = await CheckAsync("", "--zmq-mode", "client", "--n-workers", "1");
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(
            ["settings", "server file", "names", "ports", "secret", "build", "clock", "cores", "open files", "memory", "socket"],
            output.Split('\n')[1..^1].Select(static l => l.StartsWith("ok ", StringComparison.Ordinal) ? l[8..20].TrimEnd() : l));
        Assert.EndsWith("All is well: this machine can work here.", output, StringComparison.Ordinal);

        (code, output, _) = await CheckAsync("");
        Assert.Equal(2, code);
        Assert.Contains("of a run that goes on", output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(go, "", TestContext.Current.CancellationToken);
        (code, output, error) = await server.EndAsync();
        Assert.Equal((0, "attempts 1", ""), (code, output, error));
    }

    [Fact(Timeout = Limit)]
    public async Task A_server_to_be_is_checked_and_nothing_is_left_behind()
    {
        (int code, string output, string error) = await CheckAsync("", "--n-workers", "1");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("can be opened: tcp://", output, StringComparison.Ordinal);
        Assert.Empty(folder.GetFileSystemInfos());
    }

    [Fact(Timeout = Limit)]
    public async Task A_port_in_use_and_a_folder_that_is_not_there_are_said()
    {
        using var taken = new TcpListener(IPAddress.Any, 0);
        taken.Start();
        string endpoint = string.Create(CultureInfo.InvariantCulture, $"tcp://*:{((IPEndPoint)taken.LocalEndpoint).Port}");
        (int code, string output, _) = await CheckAsync(
            "", "--n-workers", "1", "--zmq-task-endpoint", endpoint, "--zmq-bind", "127.0.0.1", "--zmq-server-info", Path.Combine(folder.FullName, "none", "server.json"));
        Assert.Equal(2, code);
        Assert.Contains($"FAILED  ports        WM_ZMQ_TASK_ENDPOINT is '{endpoint}': port", output, StringComparison.Ordinal);
        Assert.Contains("FAILED  server file  WM_ZMQ_SERVER_INFO is", output, StringComparison.Ordinal);
        Assert.EndsWith("2 of these lines say FAILED: this machine can't work here as it is.", output, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("taskset -c 0", "cores", "set WM_N_WORKERS=1")]
    [InlineData("prlimit --nofile=105", "open files", "ulimit -n 112")]
    [InlineData("env CUDA_VISIBLE_DEVICES=0 WM_RESOURCES=gpu=2", "gpus", "which lists 1")]
    [InlineData("prlimit --as=3900000000", "memory", "h_vmem")]
    public async Task What_is_short_is_said_with_what_to_do(string under, string line, string remedy)
    {
        (int code, string output, _) = await CheckAsync(under, "--n-workers", "2");
        Assert.Equal(2, code);
        string failed = Assert.Single(output.Split('\n'), static l => l.StartsWith("FAILED ", StringComparison.Ordinal));
        Assert.StartsWith($"FAILED  {line,-12}", failed, StringComparison.Ordinal);
        Assert.Contains(remedy, failed, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_bad_setting_or_one_argument_more_is_one_line()
    {
        (int code, string output, string error) = await CheckAsync("", "now");
        Assert.Equal((2, "", "cluster-check takes only the work manager's options, not 'now'."), (code, output, error));
        (code, _, error) = await CheckAsync("", "--zmq-mode", "both");
        Assert.Equal((2, "--zmq-mode is 'both', which is not server, master, client or node."), (code, error));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<(int ExitCode, string Output, string Error)> CheckAsync(string under, params string[] arguments)
    {
        string[] command = [.. under.Split(' ', StringSplitOptions.RemoveEmptyEntries), Repository.TestProgram, "cluster-check", .. arguments];
        await using RunningProgram check = RunningProgram.Start(
            command[0], new Dictionary<string, string> { ["WM_ZMQ_SERVER_INFO"] = ServerFile }, command[1..]);
        return await check.EndAsync();
    }
}
