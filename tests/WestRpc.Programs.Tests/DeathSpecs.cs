using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace WestRpc.Programs.Tests;

/// <summary>However a run, its master or a worker ends, the programs of its tasks end with it, and all that they started.</summary>
public sealed class DeathSpecs : IDisposable
{
    private const int Workers = 2;
    private static readonly string Program = Path.ChangeExtension(typeof(DeathSpecs).Assembly.Location, null);
    private readonly Scripts scripts = new();

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("serial")]
    [InlineData("threads")]
    [InlineData("processes")]
    [InlineData("zmq")]
    public async Task Master_that_is_killed_takes_them_with_it(string workManager)
    {
        await using RunningProgram run = await StartAsync(workManager, scripts.Add("stubborn", Scripts.Stubborn));
        int[] ids = await TreesAsync(workManager);
        run.Kill();
        await Scripts.AllGoneAsync(ids);
        await ScratchGoneAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("serial")]
    [InlineData("threads")]
    [InlineData("processes")]
    [InlineData("zmq")]
    public async Task Interrupted_run_ends_them(string workManager)
    {
        await using RunningProgram run = await StartAsync(workManager, scripts.Add("stubborn", Scripts.Stubborn));
        int[] ids = await TreesAsync(workManager);
        run.SignalGroup(PosixSignal.SIGINT);
        Assert.Equal(130, await run.ExitAsync());
        await Scripts.AllGoneAsync(ids);
        await ScratchGoneAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("threads")]
    [InlineData("processes")]
    public async Task Second_interrupt_ends_those_that_take_their_time(string workManager)
    {
        string script = scripts.Add("slow", """
            #!/bin/bash
            trap 'echo asked > "$1"' TERM
            echo $$ > "$1"
            while :; do sleep 100 & wait; done
            """);
        await using RunningProgram run = await StartAsync(workManager, script, grace: 100);
        int[] ids = await TreesAsync(workManager);
        run.SignalGroup(PosixSignal.SIGINT);
        for (int i = 0; i < Workers; i++)
            Assert.Equal("asked\n", await ReadPipeAsync($"{i}"));
        run.SignalGroup(PosixSignal.SIGINT);
        Assert.Equal(130, await run.ExitAsync());
        await Scripts.AllGoneAsync(ids);
        await ScratchGoneAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task Worker_that_is_killed_takes_them_with_it_before_another_takes_its_place()
    {
        scripts.Add("stubborn", Scripts.Stubborn);
        string script = scripts.Add("again", $$"""
            #!/bin/bash
            if [ ! -e "$1.pids" ]; then exec {{scripts["stubborn"]}} "$1"; fi
            left=0
            for id in $(cat "$1.pids"); do
              case "$(sed 's/.*) //' "/proc/$id/stat" 2>/dev/null)" in ''|Z*|X*) ;; *) left=$((left + 1)) ;; esac
            done
            echo "left: $left" > "$1"
            """);
        await using RunningProgram run = await StartAsync("processes", script, attempts: 2, workers: 1);
        Assert.Equal(4, Numbers(await ReadPipeAsync("0")).Length);
        RunningProgram.Kill(Numbers(await File.ReadAllTextAsync(scripts["0.parent"], TestEnd))[0]);
        Assert.Equal("left: 0\n", await ReadPipeAsync("0"));
        Assert.Equal(0, await run.ExitAsync());
        await ScratchGoneAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task Kernel_that_tells_of_no_end_is_asked()
    {
        // As Linux was before 5.3: there is no pidfd_open.
        await File.WriteAllTextAsync(scripts["old.c"], """
            #include <errno.h>
            #include <fcntl.h>
            #include <linux/filter.h>
            #include <linux/seccomp.h>
            #include <stdlib.h>
            #include <sys/prctl.h>
            #include <unistd.h>
            __attribute__((constructor)) static void old(void) {
                struct sock_filter filter[] = {
                    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
                    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 434, 0, 1),
                    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
                    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
                };
                struct sock_fprog program = {4, filter};
                if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0 &&
                    syscall(434, getpid(), 0) == -1 && errno == ENOSYS)
                    close(open(getenv("IS_OLD"), O_CREAT | O_WRONLY, 0600));
            }
            """, TestEnd);
        using (Process compiler = Process.Start("cc", ["-shared", "-fPIC", "-o", scripts["old.so"], scripts["old.c"]]))
            await compiler.WaitForExitAsync(TestEnd);
        var old = new Dictionary<string, string> { ["LD_PRELOAD"] = scripts["old.so"], ["IS_OLD"] = scripts["is old"] };
        await using (RunningProgram well = await StartAsync("threads", scripts.AddShell("well", "echo; sleep 0.1; echo"), environment: old))
            Assert.Equal(0, await well.ExitAsync());
        Assert.True(File.Exists(scripts["is old"]));
        await using RunningProgram run = await StartAsync("threads", scripts.Add("stubborn", Scripts.Stubborn), environment: old);
        int[] ids = await TreesAsync("threads");
        run.SignalGroup(PosixSignal.SIGINT);
        Assert.Equal(130, await run.ExitAsync());
        await Scripts.AllGoneAsync(ids);
    }

    public void Dispose() => scripts.Dispose();

    private async Task<RunningProgram> StartAsync(
        string workManager, string script, double grace = 0.2, int attempts = 1, int workers = Workers, Dictionary<string, string>? environment = null)
    {
        for (int i = 0; i < workers; i++)
        {
            if (!File.Exists(scripts[$"{i}"]))
                await scripts.AddPipeAsync($"{i}");
        }

        return RunningProgram.Start(
            Program,
            new Dictionary<string, string>(environment ?? []) { ["WM_SCRATCH"] = scripts["scratch"], ["WM_ZMQ_SERVER_INFO"] = scripts["server.json"] },
            Run.Argument, "--work-manager", workManager, "--n-workers", $"{workers}", script,
            grace.ToString(CultureInfo.InvariantCulture), $"{attempts}");
    }

    private async Task<int[]> TreesAsync(string workManager)
    {
        var all = new List<int>();
        for (int i = 0; i < (workManager == "serial" ? 1 : Workers); i++)
            all.AddRange(Numbers(await ReadPipeAsync($"{i}")));
        return [.. all];
    }

    private Task<string> ReadPipeAsync(string name) => Task.Run(() => File.ReadAllText(scripts[name]), TestEnd).WaitAsync(TestEnd);

    private static int[] Numbers(string text) =>
        [.. text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(static t => int.Parse(t, CultureInfo.InvariantCulture))];

    /// <summary>A little later than the last process: the guard removes it.</summary>
    private async Task ScratchGoneAsync()
    {
        while (Directory.EnumerateFileSystemEntries(scripts["scratch"]).Any())
            await Task.Delay(10, TestEnd);
    }
}
