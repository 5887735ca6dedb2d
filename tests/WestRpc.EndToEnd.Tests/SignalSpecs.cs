using System.Runtime.InteropServices;

namespace WestRpc.EndToEnd.Tests;

/// <summary>Ctrl-C, SIGTERM and kill -9: nothing is left behind.</summary>
public sealed class SignalSpecs
{
    private const int Limit = 60_000;

    [Theory(Timeout = Limit)]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGTERM, 143)]
    public async Task The_first_signal_cancels_what_runs_and_ends_in_order(PosixSignal signal, int code)
    {
        await using RunningProgram program = RunningProgram.Start(Repository.TestProgram, "wait", "--n-workers", "2");
        int[] workers = await program.WorkersAsync(2);
        program.SignalGroup(signal);
        (int exitCode, _, string error) = await program.EndAsync();
        Assert.Equal(code, exitCode);
        Assert.Equal("", error);
        foreach (int worker in workers)
            await RunningProgram.GoneAsync(worker);
    }

    [Theory(Timeout = Limit)]
    [InlineData("threads")]
    [InlineData("serial")]
    public async Task Ctrl_C_cancels_tasks_that_share_the_process(string manager)
    {
        await using RunningProgram program = RunningProgram.Start(
            Repository.TestProgram, "wait", "--work-manager", manager, "--n-workers", "1");
        await program.WorkersAsync(1);
        program.SignalGroup(PosixSignal.SIGINT);
        Assert.Equal(130, (await program.EndAsync()).ExitCode);
    }

    [Fact(Timeout = Limit)]
    public async Task Ctrl_C_ends_tasks_that_ignore_it()
    {
        await using RunningProgram program = RunningProgram.Start(
            Repository.TestProgram, "stubborn", "--n-workers", "2", "--shutdown-timeout", "1");
        int[] workers = await program.WorkersAsync(2);
        program.SignalGroup(PosixSignal.SIGINT);
        Assert.Equal(130, (await program.EndAsync()).ExitCode);
        foreach (int worker in workers)
            await RunningProgram.GoneAsync(worker);
    }

    [Fact(Timeout = Limit)]
    public async Task A_second_Ctrl_C_ends_at_once()
    {
        await using RunningProgram program = RunningProgram.Start(
            Repository.TestProgram, "stubborn", "--n-workers", "2", "--shutdown-timeout", "3600");
        int[] workers = await program.WorkersAsync(2);
        program.SignalGroup(PosixSignal.SIGINT);
        Assert.Equal("interrupted", await program.NextLineAsync()); // Two at the same time would count as one.
        program.SignalGroup(PosixSignal.SIGINT);
        Assert.Equal(130, (await program.EndAsync()).ExitCode);
        foreach (int worker in workers)
            await RunningProgram.GoneAsync(worker);
    }

    [Fact(Timeout = Limit)]
    public async Task After_a_signal_no_worker_is_started_while_the_body_saves()
    {
        await using RunningProgram program = RunningProgram.Start(Repository.TestProgram, "save-after-signal", "--n-workers", "2");
        int[] workers = await program.WorkersAsync(2);
        program.Signal(PosixSignal.SIGTERM);
        Assert.Equal("saving", await program.NextLineAsync());
        foreach (int worker in workers)
            await RunningProgram.GoneAsync(worker);
        program.TypeLine("");
        (int code, _, string error) = await program.EndAsync();
        Assert.Equal("", error);
        Assert.Equal(143, code);
    }

    [Fact(Timeout = Limit)]
    public async Task Callbacks_on_the_bodys_token_may_wait_or_throw()
    {
        await using RunningProgram program = RunningProgram.Start(Repository.TestProgram, "callbacks", "--n-workers", "1");
        await program.WorkersAsync(1);
        program.Signal(PosixSignal.SIGINT);
        Assert.Equal((130, "interrupted in order", ""), await program.EndAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task The_bodys_own_token_fires()
    {
        await using RunningProgram program = RunningProgram.Start(Repository.TestProgram, "wait-in-body", "--n-workers", "1");
        Assert.Equal("in body", await program.NextLineAsync());
        program.Signal(PosixSignal.SIGINT);
        Assert.Equal(130, (await program.EndAsync()).ExitCode);
    }

    [Theory(Timeout = Limit)]
    [InlineData("wait")]
    [InlineData("stubborn")]
    public async Task A_master_killed_takes_its_workers_with_it(string mode)
    {
        await using RunningProgram program = RunningProgram.Start(Repository.TestProgram, mode, "--n-workers", "2");
        int[] workers = await program.WorkersAsync(2);
        program.Kill();
        Assert.Equal(137, (await program.EndAsync()).ExitCode);
        foreach (int worker in workers)
            await RunningProgram.GoneAsync(worker);
    }

    [Fact(Timeout = Limit)]
    public async Task What_a_killed_master_leaves_in_the_temporary_directory_the_next_one_removes()
    {
        string temporary = Directory.CreateTempSubdirectory("westrpc-test-").FullName;
        var environment = new Dictionary<string, string> { ["TMPDIR"] = temporary };
        try
        {
            await using RunningProgram killed = RunningProgram.Start(Repository.TestProgram, environment, "wait", "--n-workers", "1");
            await killed.WorkersAsync(1);
            await using RunningProgram living = RunningProgram.Start(Repository.TestProgram, environment, "wait", "--n-workers", "1");
            await living.WorkersAsync(1);
            Assert.Equal(2, Directory.GetDirectories(temporary).Length);
            killed.Kill();
            await killed.EndAsync();

            await using RunningProgram next = RunningProgram.Start(Repository.Hello, environment, "--n-workers", "1");
            Assert.Equal(0, (await next.EndAsync()).ExitCode);
            Assert.Single(Directory.GetDirectories(temporary));
            living.SignalGroup(PosixSignal.SIGINT);
            Assert.Equal(130, (await living.EndAsync()).ExitCode);
            Assert.Empty(Directory.GetDirectories(temporary));
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }
}
