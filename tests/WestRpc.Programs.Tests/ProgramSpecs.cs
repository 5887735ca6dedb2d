using System.Globalization;

namespace WestRpc.Programs.Tests;

public sealed class ProgramsOnSerialSpecs(OnSerial on) : ProgramSpecs(on), IClassFixture<OnSerial>;

public sealed class ProgramsOnThreadsSpecs(OnThreads on) : ProgramSpecs(on), IClassFixture<OnThreads>;

public sealed class ProgramsOnProcessesSpecs(OnProcesses on) : ProgramSpecs(on), IClassFixture<OnProcesses>;

/// <summary>What a task can count on that runs a program, on each work manager.</summary>
public abstract class ProgramSpecs(ManagerFixture on) : IDisposable
{
    private readonly Scripts scripts = new();

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        scripts.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_program_gets_its_arguments_as_they_are_and_its_output_comes_back()
    {
        Outcome outcome = await on.RunAsync(new Call("printf", "%s|", "a b", "$HOME", "'\"\\", "*", ""));
        Assert.Equal("a b|$HOME|'\"\\|*||", outcome.Output);
        Assert.Equal("", outcome.Error);
    }

    [Fact(Timeout = 30_000)]
    public async Task Standard_error_comes_back_by_itself_and_input_is_empty_unless_a_file_is_named()
    {
        string script = scripts.AddShell("streams", "cat; echo wrong >&2");
        await File.WriteAllTextAsync(scripts["input"], "from a file", TestEnd);
        Outcome outcome = await on.RunAsync(new Call(script) { Directory = scripts.Folder, Input = "input" });
        Assert.Equal(("from a file", "wrong\n"), (outcome.Output, outcome.Error));
        Assert.Equal("", (await on.RunAsync(new Call(script))).Output);
    }

    [Fact(Timeout = 30_000)]
    public async Task Output_may_go_to_files_and_both_streams_to_one_log()
    {
        string script = scripts.AddShell("both", "echo first; echo second >&2; echo third");
        Outcome outcome = await on.RunAsync(new Call(script) { Directory = scripts.Folder, Log = "seg.log" });
        Assert.Equal("", outcome.Output);
        Assert.Equal("first\nsecond\nthird\n", await File.ReadAllTextAsync(scripts["seg.log"], TestEnd));
        outcome = await on.RunAsync(new Call(script) { Directory = scripts.Folder, Output = "out" });
        Assert.Equal("second\n", outcome.Error);
        Assert.Equal("first\nthird\n", await File.ReadAllTextAsync(scripts["out"], TestEnd));
    }

    [Fact(Timeout = 30_000)]
    public async Task It_runs_in_its_directory_with_its_variables_and_those_of_the_process()
    {
        string script = scripts.AddShell("surroundings", "pwd; echo \"$OURS $HOME ${PATH:+path} ${LANG-none}\"");
        Outcome outcome = await on.RunAsync(new Call(script)
        {
            Directory = scripts.Folder,
            Environment = new() { ["OURS"] = "1", ["HOME"] = "/nowhere", ["LANG"] = null },
        });
        Assert.Equal($"{scripts.Folder}\n1 /nowhere path none\n", outcome.Output);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_worker_number_is_told_on_each_work_manager()
    {
        string script = scripts.AddShell("number", "echo $WM_PROCESS_ID $WM_PROCESS_INDEX $OMP_NUM_THREADS");
        string output = (await on.RunAsync(new Call(script))).Output;
        Assert.Matches(@"^([01]) \1 [1-9]\d*\n$", output);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_it_used_is_measured()
    {
        Outcome outcome = await on.RunAsync(new Call("sh", "-c", "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done"));
        Assert.InRange(outcome.CpuTime, TimeSpan.FromTicks(1), outcome.WallTime + TimeSpan.FromSeconds(1));
        Assert.InRange(outcome.PeakMemoryBytes, 100 << 10, 1 << 30);
    }

    [Fact(Timeout = 30_000)]
    public async Task Nice_programs_yield_to_others()
    {
        Outcome outcome = await on.RunAsync(new Call("sh", "-c", "sleep 0.05; nice") { Nice = 7 });
        Assert.Equal("7", outcome.Output.Trim());
    }

    [Fact(Timeout = 30_000)]
    public async Task Signals_that_this_process_ignores_end_programs_as_usual()
    {
        // .NET ignores SIGPIPE; a shell that inherited that would never see its pipeline end.
        Outcome outcome = await on.RunAsync(new Call("sh", "-c", "yes | head -n 1"));
        Assert.Equal("y\n", outcome.Output);
    }

    [Fact(Timeout = 30_000)]
    public async Task One_task_may_run_programs_side_by_side()
    {
        string here = await scripts.AddPipeAsync("here");
        string there = await scripts.AddPipeAsync("there");
        await Work.RunTwoTask.SubmitAsync(
            on.Work, new Call("sh", "-c", $"echo > {here}; read x < {there}"), new Call("sh", "-c", $"read x < {here}; echo > {there}"),
            cancellationToken: TestEnd);
    }

    [Fact(Timeout = 30_000)]
    public async Task Numbers_are_read_from_the_files_that_it_leaves()
    {
        string script = scripts.AddShell("numbers", "printf '# time x\\n0 1.5e-3\\n\\n1\\t-inf # end\\n' > $WEST_PCOORD_RETURN");
        Outcome outcome = await on.RunAsync(new Call(script) { Directory = scripts.Folder, ReturnFiles = ["pcoord"] });
        Assert.Equal([0, 1.5e-3, 1, double.NegativeInfinity], outcome.Numbers);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_failure_says_what_failed_how_where_and_with_which_last_words()
    {
        string script = scripts.AddShell("fails", "i=0; while [ $i -lt 60 ]; do i=$((i+1)); echo line $i >&2; done; exit 3");
        ProgramFailedException e = await on.FailureAsync(new Call(script, "with blank") { Directory = scripts.Folder });
        Assert.Equal((ProgramFailure.ExitCode, 3, null), (e.Failure, e.ExitCode, e.Signal));
        Assert.Equal((Environment.MachineName, scripts.Folder), (e.Host, e.WorkingDirectory));
        Assert.Equal(string.Join('\n', Enumerable.Range(11, 50).Select(static i => $"line {i}")), e.LastLines);
        Assert.StartsWith($"{script} 'with blank' ended with exit code 3. In {scripts.Folder}, on worker ", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("line 60", e.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_last_words_come_from_the_log_where_there_is_one()
    {
        string script = scripts.AddShell("fails", "echo Fatal error: no force field; exit 1");
        Assert.Equal("Fatal error: no force field", (await on.FailureAsync(new Call(script) { Directory = scripts.Folder, Log = "seg.log" })).LastLines);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("kill -11 $$", ProgramFailure.Signal, 11, "was ended by signal 11 (SIGSEGV).")]
    [InlineData("exec sh -c 'kill -9 $$'", ProgramFailure.Signal, 9, "memory is used up")]
    [InlineData("no-such-command", ProgramFailure.ExitCode, null, "exit code 127: a command in it was not found")]
    [InlineData("/etc/passwd", ProgramFailure.ExitCode, null, "exit code 126: it, or a command in it, was found but could not be executed")]
    [InlineData("sh -c 'kill -9 $$'; exit $?", ProgramFailure.ExitCode, null, "exit code 137: a command in it was ended by signal 9 (SIGKILL)")]
    public async Task Codes_and_signals_are_explained(string body, ProgramFailure failure, int? signal, string part)
    {
        ProgramFailedException e = await on.FailureAsync(new Call(scripts.AddShell("ends", body)));
        Assert.Equal((failure, signal), (e.Failure, e.Signal));
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_failed_program_is_run_again_where_the_task_says_so()
    {
        string script = scripts.AddShell("once", "[ -e done ] || { touch done; exit 1; }; echo second time");
        var retry = new WorkOptions { Retry = new RetryPolicy(typeof(ProgramFailedException)) { Delay = TimeSpan.Zero } };
        Assert.Equal("second time\n", (await Work.RunTask.SubmitAsync(on.Work, new Call(script) { Directory = scripts.Folder }, retry, TestEnd)).Output);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_it_leaves_in_the_background_ends_with_it()
    {
        Outcome outcome = await on.RunAsync(new Call("sh", "-c", "sleep 1000 >/dev/null 2>&1 & echo $!"));
        await Scripts.AllGoneAsync([int.Parse(outcome.Output, CultureInfo.InvariantCulture)]);
    }

    [Fact(Timeout = 30_000)]
    public async Task Last_words_of_a_helper_in_the_background_are_waited_for()
    {
        Outcome outcome = await on.RunAsync(new Call("bash", "-c", "exec > >(sleep 0.01; cat); echo by the helper"));
        Assert.Equal("by the helper\n", outcome.Output);
    }

    [Fact(Timeout = 30_000)]
    public async Task Over_its_time_limit_the_whole_tree_is_ended()
    {
        string script = scripts.Add("stubborn", Scripts.Stubborn);
        string pipe = await scripts.AddPipeAsync("tree");
        Task<int[]> ids = scripts.ReadIdsAsync("tree");
        ProgramFailedException e = await on.FailureAsync(new Call(script, pipe) { TimeLimit = 1, Grace = 0.1 });
        Assert.Equal(ProgramFailure.TimeLimit, e.Failure);
        Assert.Contains("ran longer than its time limit of 1 s and was ended.", e.Message, StringComparison.Ordinal);
        await Scripts.AllGoneAsync(await ids);
    }

    [Fact(Timeout = 30_000)]
    public async Task Programs_that_end_when_told_to_have_their_time()
    {
        string script = scripts.AddShell("saves", "trap 'sleep 0.1; echo saved > checkpoint; exit 0' TERM; sleep 1000 & wait");
        ProgramFailedException e = await on.FailureAsync(new Call(script) { Directory = scripts.Folder, TimeLimit = 0.2, Grace = 20 });
        Assert.Equal(ProgramFailure.TimeLimit, e.Failure);
        Assert.Equal("saved\n", await File.ReadAllTextAsync(scripts["checkpoint"], TestEnd));
    }

    [Fact(Timeout = 30_000)]
    public async Task Program_that_nobody_awaits_ends_with_its_task()
    {
        string pipe = await scripts.AddPipeAsync("id");
        string id = await Work.StartOnlyTask.SubmitAsync(
            on.Work, new Call(scripts.AddShell("forgotten", $"echo $$ > {pipe}; exec sleep 1000")), pipe, cancellationToken: TestEnd);
        Assert.False(Scripts.IsRunning(int.Parse(id, CultureInfo.InvariantCulture)));
    }

    [Fact(Timeout = 30_000)]
    public async Task Cancellation_reaches_a_program_that_was_not_given_the_token()
    {
        string pipe = await scripts.AddPipeAsync("id");
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestEnd);
        var call = new Call(scripts.AddShell("waits", $"echo $$ > {pipe}; exec sleep 1000"));
        Task running = Task.Run(() => Work.RunWithoutTokenTask.SubmitAsync(on.Work, call, cancellationToken: source.Token), TestEnd);
        int[] ids = await scripts.ReadIdsAsync("id");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Scripts.AllGoneAsync(ids);
    }

    [Fact(Timeout = 30_000)]
    public async Task On_cancellation_the_whole_tree_is_ended()
    {
        string script = scripts.Add("stubborn", Scripts.Stubborn);
        string pipe = await scripts.AddPipeAsync("tree");
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestEnd);
        Task running = Task.Run(() => Work.RunTask.SubmitAsync(on.Work, new Call(script, pipe) { Grace = 0.1 }, cancellationToken: source.Token), TestEnd);
        int[] ids = await scripts.ReadIdsAsync("tree");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Scripts.AllGoneAsync(ids);
    }
}
