using System.Text;
using WestRpc.ZeroMQ.Configuration;
using WestRpc.ZeroMQ.Security;

namespace WestRpc.ZeroMQ.Tests.Configuration;

/// <summary>The file with nothing but the secret.</summary>
public sealed class SecretFileTests : IDisposable
{
    private static readonly string Digits = string.Concat(Enumerable.Repeat("0aF9", 16));

    private readonly TestFolder folder = new();

    private NamedFile File => folder.File with { Variable = "WM_ZMQ_SECRET_FILE" };

    [Fact]
    public void ReadOrMake_NoFile_MakesOneThatClientsRead()
    {
        using RunSecret made = SecretFile.ReadOrMake(File);
        using RunSecret again = SecretFile.ReadOrMake(File);
        using RunSecret client = SecretFile.Read(File).Value!;
        Assert.Equal(made.Bytes, again.Bytes);
        Assert.Equal(made.Bytes, client.Bytes);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File.Path));
        Assert.Equal(["info.json"], folder.Names());
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("", "\n")]
    [InlineData(" ", "\r\n")]
    public void Read_ByHand_TakesBlanksAround(string before, string after)
    {
        folder.Private("info.json", Encoding.ASCII.GetBytes(before + Digits + after));
        using RunSecret secret = SecretFile.ReadOrMake(File);
        Assert.Equal(Convert.FromHexString(Digits), secret.Bytes);
    }

    [Theory]
    [InlineData("xx")]
    [InlineData("0123")]
    public void ReadOrMake_NotASecret_IsRefusedAndNotQuoted(string text)
    {
        folder.Private("info.json", Encoding.ASCII.GetBytes(text + "secretword"));
        WorkConfigurationException e = Assert.Throws<WorkConfigurationException>(() => SecretFile.ReadOrMake(File));
        Assert.Contains($"WM_ZMQ_SECRET_FILE is '{File.Path}', which holds no secret", e.Message, StringComparison.Ordinal);
        Assert.Contains("openssl rand -hex 32", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secretword", e.Message, StringComparison.Ordinal);
        Assert.Equal(text + "secretword", System.IO.File.ReadAllText(File.Path));
    }

    [Fact]
    public void Read_MissingEmptyOrOpenToOthers_SaysWhich()
    {
        Assert.Equal(FileState.Missing, SecretFile.Read(File).State);
        folder.Private("info.json", "\n"u8);
        Assert.Equal(FileState.Partial, SecretFile.Read(File).State);
        Assert.Throws<WorkConfigurationException>(() => SecretFile.ReadOrMake(File));
        System.IO.File.WriteAllText(File.Path, Digits);
        System.IO.File.SetUnixFileMode(File.Path, (UnixFileMode)0b110_100_100);
        Assert.Equal(FileState.Refused, SecretFile.Read(File).State);
    }

    [Fact(Timeout = 60_000)]
    public async Task ReadOrMake_SeveralServersAtOnce_HaveOneSecret()
    {
        // Whether they meet is chance.
        for (int i = 0; i < 100; i++)
        {
            RunSecret[] secrets = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SecretFile.ReadOrMake(File))));
            Assert.All(secrets, s => Assert.Equal(secrets[0].Bytes, s.Bytes));
            Assert.Equal(["info.json"], folder.Names());
            Array.ForEach(secrets, static s => s.Dispose());
            System.IO.File.Delete(File.Path);
        }
    }

    public void Dispose() => folder.Dispose();
}
