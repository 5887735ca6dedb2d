using System.Diagnostics;

namespace WestRpc.Programs.Tests;

/// <summary>Directories for attempts, and what leaves them.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class ScratchSpecs : IAsyncLifetime
{
    private readonly Scripts scripts = new();
    private readonly string? before = Environment.GetEnvironmentVariable("WM_SCRATCH");
    private IWorkManager? work;

    private IWorkManager Manager => work!;

    private string Kept => scripts["westrpc-kept"];

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable("WM_SCRATCH", scripts.Folder);
        work = await WorkManager.StartAsync("processes", new WorkManagerOptions { WorkerCount = 1 });
    }

    public async ValueTask DisposeAsync()
    {
        await work!.DisposeAsync();
        Environment.SetEnvironmentVariable("WM_SCRATCH", before);
        scripts.Dispose();
    }

    [Fact(Timeout = 30_000)]
    public async Task Each_attempt_has_a_new_empty_directory_that_goes_with_it()
    {
        var call = new Call("sh", "-c", "ls -A; echo > left");
        string[] first = (await RunAsync(call, "000001/000002")).Split('\n');
        string[] second = (await RunAsync(call, "000001/000002")).Split('\n');
        Assert.NotEqual(first[0], second[0]);
        Assert.StartsWith(scripts.Folder, first[0], StringComparison.Ordinal);
        Assert.Contains("/000001/000002.", first[0], StringComparison.Ordinal);
        Assert.Equal(("", ""), (first[1], second[1]));
        Assert.False(Directory.Exists(first[0]));
    }

    [Fact(Timeout = 30_000)]
    public async Task One_that_was_not_disposed_goes_with_the_attempt()
    {
        Assert.False(Directory.Exists(await Work.ForgetTask.SubmitAsync(Manager, fail: false, keep: false, cancellationToken: TestEnd)));
        WorkTaskException e = await Assert.ThrowsAsync<WorkTaskException>(
            () => Work.ForgetTask.SubmitAsync(Manager, fail: true, keep: false, cancellationToken: TestEnd));
        Assert.False(Directory.Exists(e.RemoteMessage));
    }

    [Fact(Timeout = 30_000)]
    public async Task What_is_to_be_kept_is_kept_where_the_attempt_fails()
    {
        Assert.False(Directory.Exists((await RunAsync(new Call("true"), "well", keep: true)).Split('\n')[0]));
        Assert.False(Directory.Exists(await Work.ForgetTask.SubmitAsync(Manager, fail: false, keep: true, cancellationToken: TestEnd)));
        await Assert.ThrowsAsync<WorkTaskException>(() => RunAsync(new Call("sh", "-c", "echo > evidence; exit 1"), "ill", keep: true));
        string kept = Assert.Single(Directory.GetDirectories(Kept));
        Assert.True(File.Exists(Path.Combine(kept, "evidence")));
    }

    [Fact(Timeout = 30_000)]
    public async Task Directory_that_can_not_be_made_is_said()
    {
        await File.WriteAllTextAsync(scripts["westrpc-kept"], "in the way", TestEnd);
        WorkTaskException e = await Assert.ThrowsAsync<WorkTaskException>(() => RunAsync(new Call("true"), "x", keep: true));
        Assert.Equal(typeof(IOException).FullName, e.RemoteType);
        Assert.Contains("can't be made on", e.RemoteMessage, StringComparison.Ordinal);
        Assert.Contains("may write (WM_SCRATCH).", e.RemoteMessage, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    public async Task Name_that_leads_elsewhere_is_refused(string name) => Assert.Contains("leads out of the scratch directory",
        (await Assert.ThrowsAsync<WorkTaskException>(() => RunAsync(new Call("true"), name))).RemoteMessage, StringComparison.Ordinal);

    [Fact(Timeout = 30_000)]
    public async Task Published_file_is_there_whole_and_its_path_and_host_come_back()
    {
        PublishedFile file = await PublishAsync(scripts["traj_segs/000001/000000/seg.xtc"], "frames");
        Assert.Equal(new PublishedFile(scripts["traj_segs/000001/000000/seg.xtc"], Environment.MachineName, 6), file);
        Assert.Equal("frames", await File.ReadAllTextAsync(file.Path, TestEnd));
        await PublishAsync(file.Path, "other frames");
        Assert.Equal("other frames", await File.ReadAllTextAsync(file.Path, TestEnd));
        Assert.Equal(["seg.xtc"], Directory.GetFileSystemEntries(Path.GetDirectoryName(file.Path)!).Select(Path.GetFileName));
    }

    [Fact(Timeout = 30_000)]
    public async Task Publishing_to_another_file_system_leaves_no_part_behind()
    {
        using var elsewhere = new OtherFileSystem();
        PublishedFile file = await PublishAsync(Path.Combine(elsewhere.Folder, "seg.xtc"), "frames");
        Assert.Equal("frames", await File.ReadAllTextAsync(file.Path, TestEnd));
        Assert.Single(Directory.GetFileSystemEntries(elsewhere.Folder));
    }

    [Fact(Timeout = 30_000)]
    public async Task Publishing_to_a_full_disk_says_so_and_leaves_what_is_there()
    {
        using var small = new OtherFileSystem("64k");
        string target = Path.Combine(small.Folder, "seg.xtc");
        await PublishAsync(target, "frames");
        WorkTaskException e = await Assert.ThrowsAsync<WorkTaskException>(() => PublishAsync(target, new string('x', 200_000)));
        Assert.Contains("No space left on device", e.RemoteMessage, StringComparison.Ordinal);
        Assert.Equal("frames", await File.ReadAllTextAsync(target, TestEnd));
        Assert.Single(Directory.GetFileSystemEntries(small.Folder));
    }

    [Fact(Timeout = 30_000)]
    public async Task Empty_file_is_not_published()
    {
        await PublishAsync(scripts["seg.xtc"], "frames");
        WorkTaskException e = await Assert.ThrowsAsync<WorkTaskException>(() => PublishAsync(scripts["seg.xtc"], ""));
        Assert.Contains("is empty and not published", e.RemoteMessage, StringComparison.Ordinal);
        Assert.Equal("frames", await File.ReadAllTextAsync(scripts["seg.xtc"], TestEnd));
    }

    [Fact(Timeout = 30_000)]
    public async Task Failure_on_a_full_disk_says_that_it_is_full()
    {
        using var small = new OtherFileSystem("64k");
        WorkTaskException e = await Assert.ThrowsAsync<WorkTaskException>(() => Work.RunTask.SubmitAsync(
            Manager, new Call("sh", "-c", "head -c 200000 /dev/zero > trajectory") { Directory = small.Folder }, cancellationToken: TestEnd));
        Assert.Contains($"The file system of '{small.Folder}' is full.", e.RemoteMessage, StringComparison.Ordinal);
    }

    private Task<string> RunAsync(Call call, string name, bool keep = false) =>
        Work.RunInScratchTask.SubmitAsync(Manager, call, name, keep, cancellationToken: TestEnd);

    private Task<PublishedFile> PublishAsync(string destination, string content) =>
        Work.PublishTask.SubmitAsync(Manager, destination, content, cancellationToken: TestEnd);

    /// <summary>A file system of its own in memory, small if wanted; without the right to mount one the test is skipped.</summary>
    private sealed class OtherFileSystem : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("westrpc-mount-");

        public OtherFileSystem(string size = "1m")
        {
            if (Command("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", Folder) == 0)
                return;
            folder.Delete();
            Assert.Skip("This user may not mount a file system.");
        }

        public string Folder => folder.FullName;

        public void Dispose()
        {
            Command("umount", Folder);
            folder.Delete();
        }

        private static int Command(string name, params string[] arguments)
        {
            using Process process = Process.Start(new ProcessStartInfo(name, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
    }
}
