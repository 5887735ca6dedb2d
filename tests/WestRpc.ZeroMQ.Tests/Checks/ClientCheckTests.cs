using System.Net;
using System.Net.Sockets;
using WestRpc.ZeroMQ.Checks;
using WestRpc.ZeroMQ.Configuration;
using WestRpc.ZeroMQ.Tests.Attacks;

namespace WestRpc.ZeroMQ.Tests.Checks;

/// <summary>What <c>cluster-check</c> says of a client, beside a real master that is not to notice.</summary>
public sealed class ClientCheckTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("westrpc-test-");
    private readonly List<string> lines = [];

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ZeroMQSecurity.On)]
    [InlineData(ZeroMQSecurity.None)]
    public async Task RunningServer_AllIsWell_AndItNoticesNothing(ZeroMQSecurity security)
    {
        await using var run = new TestRun(security);
        Assert.Equal(0, await CheckAsync(Of(run) with { Security = security }));
        Assert.Equal(["settings", "server file", "names", "ports", "secret", "build", "clock"], Names("ok"));

        // What a connection leaves behind is known when the next one has been served.
        run.Serve("honest");
        await run.EchoAsync("text");
        Assert.DoesNotContain("Closed", run.Lines.All, StringComparison.Ordinal);
        Assert.DoesNotContain("Lost", run.Lines.All, StringComparison.Ordinal);
        Assert.Single(run.Lines.All.Split('\n'), static l => l.Contains("joined", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ManyLooks_NoneIsAStranger()
    {
        await using var run = new TestRun();
        for (int i = 0; i < 20; i++)
            Assert.Equal(0, await CheckAsync(Of(run)));
        Assert.DoesNotContain("Closed", run.Lines.All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-3_600, "3600.0 s ahead of the server's")]
    [InlineData(7, "7.0 s behind the server's")]
    public async Task ServersClockIsAnother_IsSaid(int serverIsAhead, string expected)
    {
        await using var run = new TestRun();
        Assert.Equal(1, await CheckAsync(Of(run), clock: new ShiftedClock(TimeSpan.FromSeconds(-serverIsAhead))));
        Assert.Equal(["clock"], Names("FAILED"));
        Assert.Contains(lines, l => l.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task OtherSecret_IsSaid()
    {
        await using var run = new TestRun();
        string file = Changed(run, run.SecretText, new string('a', 64));
        Assert.Equal(1, await CheckAsync(Of(run) with { ServerInfo = file }));
        Assert.Equal(["secret"], Names("FAILED"));
        Assert.Equal(["clock"], Names("-"));
    }

    [Fact]
    public async Task OtherBuild_IsSaid_UnlessItIsAllowed()
    {
        await using var run = new TestRun();
        string file = Changed(run, ServerInfo.OwnBuild(), "0123456789abcdef");
        Assert.Equal(1, await CheckAsync(Of(run) with { ServerInfo = file }));
        Assert.Equal(["build"], Names("FAILED"));
        lines.Clear();
        Assert.Equal(0, await CheckAsync(Of(run) with { ServerInfo = file }, new WorkManagerOptions { AllowMixedBuilds = true }));
    }

    [Fact]
    public async Task OtherVersion_IsSaid()
    {
        await using var run = new TestRun();
        string file = Changed(run, $"\"{ServerInfo.OwnVersion}\"", "\"0.0.9\"");
        Assert.Equal(1, await CheckAsync(Of(run) with { ServerInfo = file }));
        Assert.Contains(lines, static l => l.StartsWith("FAILED  server file", StringComparison.Ordinal) && l.Contains("0.0.9", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OthersMayReadTheFile_IsSaid()
    {
        await using var run = new TestRun();
        File.SetUnixFileMode(run.InfoFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Equal(1, await CheckAsync(Of(run)));
        Assert.Contains(lines, static l => l.StartsWith("FAILED  server file", StringComparison.Ordinal) && l.Contains("chmod 600", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NobodyListens_IsSaid()
    {
        await using var run = new TestRun();
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        int port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        string file = Changed(run, $":{run.Results}\"", $":{port}\"");
        Assert.Equal(1, await CheckAsync(Of(run) with { ServerInfo = file }));
        Assert.Equal(["ports"], Names("FAILED"));
        Assert.Contains(lines, l => l.Contains($"nobody listens for results at 127.0.0.1:{port}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task EndpointsAlone_AreChecked()
    {
        await using var run = new TestRun();
        string secret = Path.Combine(folder.FullName, "secret");
        Write(secret, run.SecretText);
        var options = new ZeroMQOptions
        {
            Mode = ZeroMQMode.Client,
            TaskEndpoint = TestRun.Address(run.Tasks),
            ResultEndpoint = TestRun.Address(run.Results),
            AnnounceEndpoint = TestRun.Address(run.Announcements),
            SecretFile = secret,
        };
        Assert.Equal(0, await CheckAsync(options));
        Assert.Equal(["settings", "names", "ports", "secret", "build", "clock"], Names("ok"));
        lines.Clear();
        Assert.Equal(1, await CheckAsync(options with { TaskEndpoint = "tcp://no-such-host.invalid:5555" }));
        Assert.Equal(["names"], Names("FAILED"));
        Assert.Contains(lines, static l => l.Contains("does not resolve", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NoServerNamed_IsSaid()
    {
        Assert.Equal(1, await CheckAsync(new ZeroMQOptions { Mode = ZeroMQMode.Client }));
        Assert.Equal(["settings"], Names("FAILED"));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static ZeroMQOptions Of(TestRun run) => new() { Mode = ZeroMQMode.Client, ServerInfo = run.InfoFile };

    private async Task<int> CheckAsync(ZeroMQOptions options, WorkManagerOptions? work = null, TimeProvider? clock = null)
    {
        var report = new CheckReport(new WorkOutput(line => lines.Add(line.Text)));
        await new ClientCheck(work ?? new WorkManagerOptions(), options, report, clock).RunAsync(TestEnd);
        return report.Failures;
    }

    private IEnumerable<string> Names(string verdict) => lines.Where(l => l.StartsWith($"{verdict,-7} ", StringComparison.Ordinal)).Select(static l => l[8..20].TrimEnd());

    private string Changed(TestRun run, string old, string now)
    {
        string text = File.ReadAllText(run.InfoFile);
        Assert.Contains(old, text, StringComparison.Ordinal);
        string file = Path.Combine(folder.FullName, "server.json");
        Write(file, text.Replace(old, now, StringComparison.Ordinal));
        return file;
    }

    private static void Write(string file, string text)
    {
        File.WriteAllText(file, text);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private sealed class ShiftedClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
