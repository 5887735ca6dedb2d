using System.Text;
using WestRpc.ZeroMQ.Configuration;

namespace WestRpc.ZeroMQ.Tests.Configuration;

/// <summary>Files that others must not have been able to write or read.</summary>
public sealed class PrivateFileTests : IDisposable
{

    private readonly TestFolder folder = new();

    [Fact]
    public void Write_ThenRead_GivesTheSameAndOnlyItsUserMayReadIt()
    {
        PrivateFile.Write(folder.File, "one"u8);
        PrivateFile.Write(folder.File, "two"u8);
        Assert.Equal("two", Encoding.ASCII.GetString(PrivateFile.Read(folder.File, 3).Value!));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File.Path));
        Assert.Equal(["info.json"], folder.Names());
    }

    [Fact]
    public void Write_OverALink_ReplacesTheLinkAndLeavesItsTarget()
    {
        folder.Private("target", "old"u8);
        File.CreateSymbolicLink(folder.File.Path, folder.At("target"));
        PrivateFile.Write(folder.File, "new"u8);
        Assert.Equal("old", File.ReadAllText(folder.At("target")));
        Assert.Equal("new", Encoding.ASCII.GetString(PrivateFile.Read(folder.File, 10).Value!));
    }

    [Fact]
    public void Write_OverAFileThatAllMayRead_IsPrivateAgain()
    {
        File.WriteAllText(folder.File.Path, "old");
        File.SetUnixFileMode(folder.File.Path, (UnixFileMode)0b110_110_110);
        PrivateFile.Write(folder.File, "new"u8);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File.Path));
    }

    [Fact]
    public void Write_NoSuchFolder_SaysWhichVariableAndWhatToDo()
    {
        NamedFile file = folder.File with { Path = folder.At("none/info.json") };
        WorkConfigurationException e = Assert.Throws<WorkConfigurationException>(() => PrivateFile.Write(file, "a"u8));
        Assert.StartsWith($"WM_ZMQ_SERVER_INFO is '{file.Path}', which can't be written", e.Message, StringComparison.Ordinal);
        Assert.Contains("name a file in a folder that exists", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Write_OverAFolder_FailsAndLeavesNothingBeside()
    {
        Directory.CreateDirectory(folder.File.Path);
        Assert.Throws<WorkConfigurationException>(() => PrivateFile.Write(folder.File, "a"u8));
        Assert.Equal(["info.json"], folder.Names());
    }

    [Fact]
    public void WriteNew_ThereIsOne_LeavesIt()
    {
        Assert.True(PrivateFile.WriteNew(folder.File, "first"u8));
        Assert.False(PrivateFile.WriteNew(folder.File, "second"u8));
        Assert.Equal("first", File.ReadAllText(folder.File.Path));
        Assert.Equal(["info.json"], folder.Names());
    }

    [Fact]
    public void Read_NoFile_IsMissing()
    {
        FileOutcome<byte[]> outcome = PrivateFile.Read(folder.File, 10);
        Assert.Equal(FileState.Missing, outcome.State);
        Assert.StartsWith($"WM_ZMQ_SERVER_INFO is '{folder.File.Path}', which is not there", outcome.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0b110_000_100)]
    [InlineData(0b110_100_000)]
    [InlineData(0b110_010_000)]
    [InlineData(0b111_000_001)]
    public void Read_OthersMayAccessIt_IsRefused(int mode)
    {
        File.WriteAllText(folder.File.Path, "a");
        File.SetUnixFileMode(folder.File.Path, (UnixFileMode)mode);
        Refused($"has the permissions {Convert.ToString(mode, 8)}", "chmod 600");
    }

    [Fact]
    public void Read_Link_IsRefused()
    {
        folder.Private("target", "a"u8);
        File.CreateSymbolicLink(folder.File.Path, folder.At("target"));
        Refused("is a symbolic link", "name the file itself");
    }

    [Fact]
    public void Read_Folder_IsRefused()
    {
        Directory.CreateDirectory(folder.File.Path);
        Refused("is no file");
    }

    [Fact(Timeout = 10_000)]
    public async Task Read_Pipe_IsRefusedAndNotWaitedFor()
    {
        await Task.Yield();
        TestFolder.MakePipe(folder.File.Path);
        Refused("is no file");
    }

    [Fact]
    public void Read_FileInPlaceOfItsFolder_IsRefused()
    {
        folder.Private("file", "a"u8);
        FileOutcome<byte[]> outcome = PrivateFile.Read(folder.File with { Path = folder.At("file/info.json") }, 10);
        Assert.Equal(FileState.Refused, outcome.State);
    }

    [Fact]
    public void Read_LongerThanAllowed_IsRefused()
    {
        folder.Private("info.json", new byte[11]);
        Refused("has 11 bytes, over the 10");
    }

    [Fact]
    public void Read_OfAnotherUser_IsRefused()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can give a file away.");
        folder.Private("info.json", "a"u8);
        TestFolder.Chown(folder.File.Path, 12345);
        Refused("belongs to user 12345, not to user 0", "as one user");
    }

    [Fact]
    public void Read_WhatThisUserMayNotRead_IsRefused()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Root may read all.");
        FileOutcome<byte[]> outcome = PrivateFile.Read(folder.File with { Path = "/etc/shadow" }, 10);
        Assert.Equal(FileState.Refused, outcome.State);
        Assert.Contains("this user may not read", outcome.Reason, StringComparison.Ordinal);
        Assert.Contains("belongs to user 0", PrivateFile.Read(folder.File with { Path = "/etc/passwd" }, 10).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000, 0x8180, 1000, null)]
    [InlineData(1000, 0x8100, 1000, null)]
    [InlineData(0, 0x8180, 1000, "belongs to user 0, not to user 1000")]
    [InlineData(1000, 0x8180, 0, "belongs to user 1000, not to user 0")]
    [InlineData(1000, 0x81A4, 1000, "permissions 644")]
    [InlineData(1000, 0x4180, 1000, "is no file")]
    public void Distrust_OwnerTypeAndPermissions_Decide(int owner, int mode, int user, string? why)
    {
        string? distrust = PrivateFile.Distrust(owner, mode, user);
        if (why is null)
            Assert.Null(distrust);
        else
            Assert.Contains(why, distrust, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private void Refused(params string[] why)
    {
        FileOutcome<byte[]> outcome = PrivateFile.Read(folder.File, 10);
        Assert.Equal(FileState.Refused, outcome.State);
        Assert.StartsWith($"WM_ZMQ_SERVER_INFO is '{folder.File.Path}', which ", outcome.Reason, StringComparison.Ordinal);
        Assert.All(why, w => Assert.Contains(w, outcome.Reason, StringComparison.Ordinal));
    }
}
