using System.Runtime.Versioning;
using System.Text;
using WestRpc.Transports.Processes;

namespace WestRpc.Tests.Transports;

/// <summary>Where the workers' socket is.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SocketDirectoryTests : IDisposable
{
    private readonly string parent = Directory.CreateTempSubdirectory("westrpc-test-").FullName;
    private readonly ProcessEnvironment environment = new();

    [Fact]
    public void Create_InTheTemporaryDirectory_OnlyThisUserMayEnter()
    {
        environment.Set("TMPDIR", parent);
        using SocketDirectory directory = SocketDirectory.Create();
        Assert.Equal(parent, Path.GetDirectoryName(directory.Path));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory.Path));
        Assert.Equal(directory.Path, Path.GetDirectoryName(directory.SocketPath));
    }

    [Fact]
    public void Create_Twice_GivesTwo()
    {
        using SocketDirectory one = SocketDirectory.Create();
        using SocketDirectory two = SocketDirectory.Create();
        Assert.NotEqual(one.Path, two.Path);
    }

    [Fact]
    public void Create_ManyAtTheSameTime_NoneIsTakenForAbandoned()
    {
        environment.Set("TMPDIR", parent);
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            for (int i = 0; i < 50; i++)
            {
                using SocketDirectory directory = SocketDirectory.Create();
                Assert.Equal(parent, Path.GetDirectoryName(directory.Path));
                Assert.True(Directory.Exists(directory.Path));
            }
        });
        Assert.Empty(Directory.EnumerateFileSystemEntries(parent));
    }

    [Fact]
    public void Create_LongTemporaryDirectory_IsPassedOver()
    {
        string far = Path.Combine(parent, new string('x', 60), new string('y', 60));
        Directory.CreateDirectory(far);
        environment.Set("TMPDIR", far);
        using SocketDirectory directory = SocketDirectory.Create();
        Assert.DoesNotContain(far, directory.Path, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(directory.SocketPath), 1, 107);
    }

    [Fact]
    public void Create_MissingTemporaryDirectory_IsPassedOver()
    {
        environment.Set("TMPDIR", Path.Combine(parent, "missing"));
        using SocketDirectory directory = SocketDirectory.Create();
        Assert.True(Directory.Exists(directory.Path));
    }

    [Fact]
    public void Dispose_WithSomethingInside_RemovesIt()
    {
        SocketDirectory directory = SocketDirectory.Create();
        File.WriteAllText(directory.SocketPath, "");
        directory.Dispose();
        Assert.False(Directory.Exists(directory.Path));
        directory.Dispose();
    }

    public void Dispose()
    {
        environment.Dispose();
        Directory.Delete(parent, recursive: true);
    }
}
