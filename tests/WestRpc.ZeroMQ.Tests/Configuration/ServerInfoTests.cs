using System.Diagnostics;
using System.Text;
using System.Text.Json;
using WestRpc.ZeroMQ.Configuration;
using WestRpc.ZeroMQ.Security;

namespace WestRpc.ZeroMQ.Tests.Configuration;

/// <summary>The file through which clients find their server.</summary>
public sealed class ServerInfoTests : IDisposable
{
    private const string Other = "ffeeddccbbaa99887766554433221100";

    private readonly TestFolder folder = new();
    private readonly List<string> said = [];

    private NamedFile File => folder.File;

    private ServerInfoReader Reader => new(File, TestFolder.Terms);

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        using ServerInfo written = TestFolder.Info();
        ServerInfoFile.Write(File, written);
        using ServerInfo read = Reader.Read().Value!;
        Assert.Equal(written.Secret.Value!.Bytes, read.Secret.Value!.Bytes);
        Assert.Equal(written.Tasks, read.Tasks);
        Assert.Equal(written.Results, read.Results);
        Assert.Equal(written.Announcements, read.Announcements);
        Assert.Equal((written.RunId, written.Build, written.Version, written.Format), (read.RunId, read.Build, read.Version, read.Format));
        Assert.Equal(written.Master, read.Master);
        Assert.Equal(["info.json"], folder.Names());
    }

    [Fact]
    public void Write_MembersAndSecret_AreAsDocumented()
    {
        using ServerInfo info = TestFolder.Info();
        ServerInfoFile.Write(File, info);
        Span<byte> text = stackalloc byte[RunSecret.TextLength];
        info.Secret.Value!.WriteText(text);
        using JsonDocument json = JsonDocument.Parse(System.IO.File.ReadAllBytes(File.Path));
        Assert.Equal(
            ["format", "version", "run", "build", "master", "tasks", "results", "announcements", "secret"],
            json.RootElement.EnumerateObject().Select(static m => m.Name));
        Assert.Equal(["host", "pid", "place", "started"], json.RootElement.GetProperty("master").EnumerateObject().Select(static m => m.Name));
        Assert.Equal(Encoding.ASCII.GetString(text), json.RootElement.GetProperty("secret").GetString());
    }

    [Fact]
    public void Read_NothingSealed_TakesTermsOnBothSides()
    {
        ServerInfoFile.Write(File, TestFolder.Info() with { Secret = default });
        Refused(Reader, "seals nothing", "WM_ZMQ_SECURITY");
        var open = new ServerInfoReader(File, TestFolder.Terms with { Security = ZeroMQSecurity.None });
        Assert.Null(open.Read().Value!.Secret.Value);
        ServerInfoFile.Write(File, TestFolder.Info());
        Refused(open, "WM_ZMQ_SECURITY is none here");
    }

    [Fact]
    public void Read_EachBeginningOfIt_IsPartial()
    {
        using ServerInfo info = TestFolder.Info();
        ServerInfoFile.Write(File, info);
        byte[] whole = System.IO.File.ReadAllBytes(File.Path);
        Span<byte> secret = stackalloc byte[RunSecret.TextLength];
        info.Secret.Value!.WriteText(secret);
        string text = Encoding.ASCII.GetString(secret);
        for (int length = 0; length < whole.Length; length++)
        {
            folder.Private("info.json", whole.AsSpan(0, length));
            FileOutcome<ServerInfo> outcome = Reader.Read();
            Assert.Equal(FileState.Partial, outcome.State);
            Assert.DoesNotContain(text, outcome.Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("\"secret\": \"", "\"secret\": \"x")]
    [InlineData("\"secret\": \"", "\"secret\": 1, \"was\": \"")]
    [InlineData("\"run\"", "\"walk\"")]
    [InlineData("\"tasks\": [", "\"tasks\": null, \"was\": [")]
    [InlineData("\"pid\"", "\"id\"")]
    [InlineData("{", "")]
    [InlineData("}", "} x")]
    public void Read_OtherMembers_IsPartialAndSecretNotQuoted(string old, string replacement)
    {
        using ServerInfo info = TestFolder.Info();
        ServerInfoFile.Write(File, info);
        Span<byte> secret = stackalloc byte[RunSecret.TextLength];
        info.Secret.Value!.WriteText(secret);
        folder.Private("info.json", Encoding.UTF8.GetBytes(System.IO.File.ReadAllText(File.Path).Replace(old, replacement, StringComparison.Ordinal)));
        FileOutcome<ServerInfo> outcome = Reader.Read();
        Assert.Equal(FileState.Partial, outcome.State);
        Assert.DoesNotContain(Encoding.ASCII.GetString(secret), outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OtherVersionFormatOrBuild_IsRefused()
    {
        ServerInfoFile.Write(File, TestFolder.Info() with { Version = "1.2.4" });
        Refused(Reader, "is from WestRpc 1.2.4", "this is 1.2.3");
        ServerInfoFile.Write(File, TestFolder.Info() with { Format = 2 });
        Refused(Reader, "(format 2)");
        folder.Private("info.json", "{\"format\": 2, \"version\": \"9.0\", \"tasks\": 1}"u8);
        Refused(Reader, "is from WestRpc 9.0 (format 2)");
        ServerInfoFile.Write(File, TestFolder.Info() with { Build = "feed" });
        Refused(Reader, "runs build feed", TestFolder.Build, "--allow-mixed-builds (WM_ALLOW_MIXED_BUILDS=1)");
        Assert.Equal("feed", new ServerInfoReader(File, TestFolder.Terms with { AllowMixedBuilds = true }).Read().Value!.Build);
    }

    [Theory]
    [InlineData]
    [InlineData("tcp://*:4001")]
    [InlineData("tcp://10.0.0.1")]
    [InlineData("tcp://node1:4001")]
    [InlineData("10.0.0.1:4001")]
    public void Read_NoAddressInIt_IsRefused(params string[] endpoints)
    {
        ServerInfoFile.Write(File, TestFolder.Info() with { Results = endpoints });
        Refused(Reader, "names no address to connect to");
    }

    [Fact]
    public async Task Read_MasterHasEnded_IsStale()
    {
        using Process ended = Process.Start("sleep", "600");
        string status = await System.IO.File.ReadAllTextAsync($"/proc/{ended.Id}/stat", TestEnd);
        long started = long.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[19], System.Globalization.CultureInfo.InvariantCulture);
        var master = MasterProcess.Current with { ProcessId = ended.Id, Started = started };
        ServerInfoFile.Write(File, TestFolder.Info() with { Master = master });
        Assert.Equal(FileState.Good, Reader.Read().State);
        ended.Kill();
        await ended.WaitForExitAsync(TestEnd);
        FileOutcome<ServerInfo> outcome = Reader.Read();
        Assert.Equal(FileState.Stale, outcome.State);
        Assert.Contains($"process {ended.Id} on {Environment.MachineName}) has ended", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ProcessIdUsedAgain_IsStale()
    {
        ServerInfoFile.Write(File, TestFolder.Info() with { Master = MasterProcess.Current with { Started = MasterProcess.Current.Started - 1 } });
        Assert.Equal(FileState.Stale, Reader.Read().State);
    }

    [Fact]
    public void Read_MasterElsewhere_CannotBeToldToHaveEnded()
    {
        foreach (string place in (string[])["", "another machine"])
        {
            ServerInfoFile.Write(File, TestFolder.Info() with { Master = new MasterProcess("node1", int.MaxValue, place, 1) });
            Assert.Equal(FileState.Good, Reader.Read().State);
        }
    }

    [Fact]
    public void Read_RunKnownToBeGone_IsStale()
    {
        using ServerInfo info = TestFolder.Info();
        ServerInfoFile.Write(File, info);
        Assert.Equal(FileState.Stale, Reader.Read(info.RunId).State);
        Assert.Equal(FileState.Good, Reader.Read(Other).State);
    }

    [Fact]
    public async Task WaitAsync_MissingThenPartialThenStaleThenGood_SaysEachOnceAndReturnsIt()
    {
        int waits = 0;
        var time = new InstantTime(() =>
        {
            switch (++waits)
            {
                case 3:
                    folder.Private("info.json", "{"u8);
                    break;
                case 6:
                    ServerInfoFile.Write(File, TestFolder.Info(Other));
                    break;
                case 9:
                    ServerInfoFile.Write(File, TestFolder.Info());
                    break;
            }
        });
        using ServerInfo info = await new ServerInfoReader(File, TestFolder.Terms, time)
            .WaitAsync(TimeSpan.FromSeconds(120), said.Add, TestEnd, goneRun: Other);
        Assert.NotEqual(Other, info.RunId);
        Assert.Equal(9, waits);
        Assert.Collection(
            said,
            line => Assert.Contains("is not there", line, StringComparison.Ordinal),
            line => Assert.Contains("is not whole", line, StringComparison.Ordinal),
            line => Assert.Contains("is stale", line, StringComparison.Ordinal));
        Assert.All(said, static l => Assert.Contains("up to 120 s (WM_ZMQ_STARTUP_TIMEOUT)", l, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WaitAsync_NeverThere_FailsAtTheTimeoutAfterOneLine()
    {
        var time = new InstantTime();
        WorkConfigurationException e = await Assert.ThrowsAsync<WorkConfigurationException>(
            () => new ServerInfoReader(File, TestFolder.Terms, time).WaitAsync(TimeSpan.FromSeconds(120), said.Add, TestEnd));
        Assert.Contains($"WM_ZMQ_SERVER_INFO is '{File.Path}', which is not there", e.Message, StringComparison.Ordinal);
        Assert.Contains("after 120 s of waiting", e.Message, StringComparison.Ordinal);
        Assert.Single(said);
        Assert.Equal(TimeSpan.FromSeconds(120), time.Waits.Aggregate(static (a, b) => a + b));
        Assert.All(time.Waits, static w => Assert.InRange(w, TimeSpan.Zero, TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public async Task WaitAsync_Refused_FailsAtOnceWithoutALine()
    {
        ServerInfoFile.Write(File, TestFolder.Info());
        System.IO.File.SetUnixFileMode(File.Path, (UnixFileMode)0b110_100_100);
        var time = new InstantTime();
        WorkConfigurationException e = await Assert.ThrowsAsync<WorkConfigurationException>(
            () => new ServerInfoReader(File, TestFolder.Terms, time).WaitAsync(TimeSpan.FromSeconds(120), said.Add, TestEnd));
        Assert.Contains("permissions 644", e.Message, StringComparison.Ordinal);
        Assert.Empty(said);
        Assert.Empty(time.Waits);
    }

    [Fact]
    public async Task WaitAsync_Canceled_Ends()
    {
        using var canceled = new CancellationTokenSource();
        Task<ServerInfo> waiting = Reader.WaitAsync(TimeSpan.FromHours(1), _ => canceled.Cancel(), canceled.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public void Remove_OwnRun_IsGone()
    {
        using ServerInfo info = TestFolder.Info();
        ServerInfoFile.Write(File, info);
        ServerInfoFile.Remove(File, info.RunId);
        Assert.Empty(folder.Names());
        ServerInfoFile.Remove(File, info.RunId);
    }

    [Fact]
    public void Remove_NoLongerOurs_Stays()
    {
        ServerInfoFile.Write(File, TestFolder.Info(Other));
        ServerInfoFile.Remove(File, TestFolder.Info().RunId);
        folder.Private("partial", "{"u8);
        ServerInfoFile.Remove(File with { Path = folder.At("partial") }, Other);
        System.IO.File.CreateSymbolicLink(folder.At("link"), File.Path);
        ServerInfoFile.Remove(File with { Path = folder.At("link") }, Other);
        Assert.Equal(["info.json", "link", "partial"], folder.Names());
    }

    [Fact(Timeout = 60_000)]
    public async Task Write_TwoMastersAtOnce_ReaderSeesOneOrTheOtherWhole()
    {
        const int rounds = 300;
        string[] runs = [TestFolder.Info().RunId, Other];
        ServerInfoFile.Write(File, TestFolder.Info());
        Task[] writers = [.. runs.Select(run => Task.Run(() =>
        {
            for (int i = 0; i < rounds; i++)
            {
                using ServerInfo info = TestFolder.Info(run);
                ServerInfoFile.Write(File, info);
            }
        }))];
        var both = Task.WhenAll(writers);
        while (!both.IsCompleted)
        {
            FileOutcome<ServerInfo> outcome = Reader.Read();
            Assert.Equal(FileState.Good, outcome.State);
            outcome.Value!.Dispose();
        }

        await both;
        Assert.Equal(["info.json"], folder.Names());
    }

    [Fact(Timeout = 60_000)]
    public async Task Remove_WhileAnotherMasterWrites_NeverTakesTheOthersAway()
    {
        const int rounds = 300;
        using ServerInfo others = TestFolder.Info(Other);
        for (int i = 0; i < rounds; i++)
        {
            using ServerInfo ours = TestFolder.Info();
            ServerInfoFile.Write(File, ours);
            await Task.WhenAll(
                Task.Run(() => ServerInfoFile.Remove(File, ours.RunId), TestEnd),
                Task.Run(() => ServerInfoFile.Write(File, others), TestEnd));
            Assert.Equal(Other, Reader.Read().Value?.RunId);
            Assert.Equal(["info.json"], folder.Names());
        }
    }

    [Fact]
    public void DefaultName_HoldsTheProcessAndTheRun() =>
        Assert.Equal($"zmq_server_info_{Environment.ProcessId}_ffeeddcc.json", ServerInfoFile.DefaultName(Other));

    public void Dispose() => folder.Dispose();

    private void Refused(ServerInfoReader reader, params string[] why)
    {
        FileOutcome<ServerInfo> outcome = reader.Read();
        Assert.Equal(FileState.Refused, outcome.State);
        Assert.StartsWith($"WM_ZMQ_SERVER_INFO is '{File.Path}', which ", outcome.Reason, StringComparison.Ordinal);
        Assert.All(why, w => Assert.Contains(w, outcome.Reason, StringComparison.Ordinal));
    }
}
