using WestRpc.ZeroMQ.Configuration;
using WestRpc.ZeroMQ.Security;

namespace WestRpc.ZeroMQ.Tests.Configuration;

/// <summary>What the server's file shows of its run, and what it does not: a node that is wrong about it ends for nothing.</summary>
public sealed class RunWatchTests : IDisposable
{
    private const string Run = "00112233445566778899aabbccddeeff";

    private readonly TestFolder folder = new();
    private readonly TestClock clock = new();
    private readonly NamedFile file;
    private readonly RunWatch watch;

    public RunWatchTests()
    {
        Directory.CreateDirectory(folder.At("shared"));
        file = folder.File with { Path = folder.At("shared/info.json") };
        Write(Run);
        watch = new RunWatch(file, TestFolder.Terms, Run, clock);
    }

    [Fact]
    public void WhyOver_FileIsThere_MayGoOn() => MayGoOn();

    [Fact]
    public void WhyOver_FolderIsAway_MayGoOn()
    {
        Directory.Move(folder.At("shared"), folder.At("away"));
        MayGoOn();
        Directory.Move(folder.At("away"), folder.At("shared"));
        MayGoOn();
    }

    [Fact]
    public void WhyOver_FileCantBeBelievedNow_MayGoOn()
    {
        // A file server that has just come back may not know users yet.
        File.SetUnixFileMode(file.Path, (UnixFileMode)0b110_100_100);
        MayGoOn();
        File.SetUnixFileMode(file.Path, (UnixFileMode)0b110_000_000);
        TestFolder.Chown(file.Path, 65_534);
        MayGoOn();
    }

    [Fact]
    public void WhyOver_FileIsPartial_MayGoOn()
    {
        File.WriteAllText(file.Path, "{");
        MayGoOn();
    }

    [Fact]
    public void WhyOver_FileIsGoneForAMoment_MayGoOn()
    {
        File.Delete(file.Path);
        for (int i = 0; i < 10; i++)
            Assert.Null(watch.WhyOver());
        Write(Run);
        Assert.Null(watch.WhyOver());
        File.Delete(file.Path);
        clock.Pass(TimeSpan.FromSeconds(20));
        Assert.Null(watch.WhyOver());
        Assert.Null(watch.WhyOver());
    }

    [Fact]
    public void WhyOver_FileIsGoneForLong_IsOver()
    {
        File.Delete(file.Path);
        Assert.Null(watch.WhyOver());
        clock.Pass(TimeSpan.FromSeconds(10));
        Assert.Null(watch.WhyOver());
        Assert.Equal($"{file} is gone", watch.WhyOver());
    }

    [Fact]
    public void WhyOver_AnotherRunsFile_IsOverAtOnce()
    {
        Write("ffeeddccbbaa99887766554433221100");
        Assert.Equal($"{file} is another run's", watch.WhyOver());
    }

    [Fact]
    public void WhyOver_ServerHasEnded_IsOverAtOnce()
    {
        Write(Run, MasterProcess.Current with { Started = 1 });
        Assert.Contains("is stale: its server", watch.WhyOver(), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private void Write(string run, MasterProcess? master = null)
    {
        using RunSecret secret = RunSecret.Generate();
        ServerInfoFile.Write(file, TestFolder.Info(run, secret) with { Master = master ?? MasterProcess.Current });
    }

    private void MayGoOn()
    {
        for (int i = 0; i < 4; i++)
        {
            Assert.Null(watch.WhyOver());
            clock.Pass(TimeSpan.FromSeconds(10));
        }
    }

    private sealed class TestClock : TimeProvider
    {
        private TimeSpan now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now.Ticks;

        public void Pass(TimeSpan time) => now += time;
    }
}
