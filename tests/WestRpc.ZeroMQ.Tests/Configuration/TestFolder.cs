using System.Net;
using System.Runtime.InteropServices;
using WestRpc.ZeroMQ.Configuration;
using WestRpc.ZeroMQ.Security;

namespace WestRpc.ZeroMQ.Tests.Configuration;

/// <summary>Files of one test.</summary>
internal sealed class TestFolder : IDisposable
{
    public const string Version = "1.2.3";
    public const string Build = "0123456789abcdef";

    public static readonly ServerInfoTerms Terms = new(Version, Build, AllowMixedBuilds: false, ZeroMQSecurity.On);

    private readonly string folder = Directory.CreateTempSubdirectory("westrpc-test-").FullName;

    public NamedFile File => new("WM_ZMQ_SERVER_INFO", At("info.json"));

    public string At(string name) => Path.Combine(folder, name);

    public IReadOnlyList<string> Names() => [.. Directory.EnumerateFileSystemEntries(folder).Select(static p => Path.GetFileName(p)).Order()];

    /// <summary>A file with the permissions that are believed.</summary>
    public NamedFile Private(string name, ReadOnlySpan<byte> content)
    {
        System.IO.File.WriteAllBytes(At(name), content);
        System.IO.File.SetUnixFileMode(At(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return File with { Path = At(name) };
    }

    public static ServerInfo Info(string run = "00112233445566778899aabbccddeeff", RunSecret? secret = null) => new()
    {
        Version = Version,
        RunId = run,
        Build = Build,
        Master = MasterProcess.Current,
        Tasks = ["tcp://10.0.0.1:4001", "tcp://[fd00::1]:4001"],
        Results = ["tcp://10.0.0.1:4002", "tcp://[fd00::1]:4002"],
        Announcements = ["tcp://10.0.0.1:4003", "tcp://[fd00::1]:4003"],
        Secret = new SecretField(secret ?? RunSecret.Generate()),
    };

    public static LocalNetwork Network(params (string Interface, string Address)[] addresses) => new(
        [new LocalAddress("lo", IPAddress.Loopback), .. addresses.Select(static a => new LocalAddress(a.Interface, IPAddress.Parse(a.Address)))],
        static name => name switch
        {
            "me" => [IPAddress.Parse("192.0.2.9"), IPAddress.Parse("10.0.0.1")],
            "debian" => [IPAddress.Parse("127.0.1.1")],
            "localhost" => [IPAddress.Loopback],
            "other" => [IPAddress.Parse("192.0.2.9")],
            _ => throw new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostNotFound),
        });

    public static void Chown(string path, int user) => Assert.Equal(0, chown(path, user, user));

    public static void MakePipe(string path) => Assert.Equal(0, mkfifo(path, 0x180));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [DllImport("libc", ExactSpelling = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int chown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int user, int group);

    [DllImport("libc", ExactSpelling = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int mkfifo([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);
}
