namespace WestRpc.EndToEnd.Tests;

/// <summary>How a program behaves that uses <c>WorkApplication.RunAsync</c>: settings, errors, exit codes.</summary>
public sealed class ApplicationSpecs
{
    private const int Limit = 60_000;

    [Theory(Timeout = Limit)]
    [InlineData("serial")]
    [InlineData("threads")]
    [InlineData("processes")]
    public async Task Hello_greets_from_every_work_manager(string manager)
    {
        (int code, string output, string error) = await RunningProgram.RunAsync(Repository.Hello, "--work-manager", manager, "--n-workers", "2");
        Assert.Equal("", error);
        Assert.Equal(0, code);
        string[] lines = output.Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.All(lines, static (line, i) => Assert.StartsWith($"Hello from segment {i + 1}, run by worker ", line, StringComparison.Ordinal));
    }

    [Fact(Timeout = Limit)]
    public async Task The_environment_chooses_and_the_command_line_wins()
    {
        var environment = new Dictionary<string, string> { ["WM_WORK_MANAGER"] = "threads", ["WM_N_WORKERS"] = "3" };
        await using RunningProgram program = RunningProgram.Start(
            Repository.TestProgram, environment, "arguments", "--n-workers=2", "--mine", "5", "--", "--serial");
        (int code, string output, _) = await program.EndAsync();
        Assert.Equal(0, code);
        Assert.Equal("arguments|--mine|5|--|--serial\nthreads 2", output);
    }

    [Theory(Timeout = Limit)]
    [InlineData("--work-manager is 'cloud', which is not one of mpi, processes, serial, threads, zmq.", "--work-manager", "cloud")]
    [InlineData("--n-workers is 'two', which is not a whole number from 0 to 65536.", "--n-workers", "two")]
    [InlineData("--n-workers is '-1', which is not a whole number from 0 to 65536.", "--n-workers", "-1")]
    [InlineData("--n-workers stands without a value; it takes a whole number from 0 to 65536.", "--n-workers")]
    [InlineData("threads needs at least 1 worker, not 0 (WM_N_WORKERS, --n-workers).", "--work-manager=threads", "--n-workers=0")]
    [InlineData("--isolate is 'perhaps', which is not 1, 0, true or false.", "--isolate=perhaps")]
    public async Task A_setting_that_cannot_be_read_is_one_line_and_exit_code_2(string message, params string[] arguments)
    {
        (int code, string output, string error) = await RunningProgram.RunAsync(Repository.TestProgram, ["arguments", .. arguments]);
        Assert.Equal(message, error);
        Assert.Equal("", output);
        Assert.Equal(2, code);
    }

    [Fact(Timeout = Limit)]
    public async Task A_variable_that_cannot_be_read_is_named()
    {
        var environment = new Dictionary<string, string> { ["WM_WORK_MANAGER"] = "cloud" };
        await using RunningProgram program = RunningProgram.Start(Repository.TestProgram, environment, "arguments");
        (int code, _, string error) = await program.EndAsync();
        Assert.Equal("WM_WORK_MANAGER is 'cloud', which is not one of mpi, processes, serial, threads, zmq.", error);
        Assert.Equal(2, code);
    }

    [Fact(Timeout = Limit)]
    public async Task The_exit_code_is_the_bodys() =>
        Assert.Equal(17, (await RunningProgram.RunAsync(Repository.TestProgram, "17", "--serial")).ExitCode);

    [Fact(Timeout = Limit)]
    public async Task A_body_that_throws_ends_with_code_1_and_says_why()
    {
        (int code, _, string error) = await RunningProgram.RunAsync(Repository.TestProgram, "throw", "--n-workers", "1");
        Assert.Equal(1, code);
        Assert.Contains("the body is not well", error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_task_that_throws_shows_the_stack_of_its_worker()
    {
        (int code, _, string error) = await RunningProgram.RunAsync(Repository.TestProgram, "fail", "--n-workers", "1");
        Assert.Equal(1, code);
        Assert.Contains("TestProgram.Work.Fail failed on worker 0", error, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException: the task is not well", error, StringComparison.Ordinal);
        Assert.Contains("at TestProgram.Work.Fail()", error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Children_that_cannot_start_fail_the_run_with_their_last_words()
    {
        (int code, _, string error) = await RunningProgram.RunAsync(Repository.TestProgram, "crash-in-child", "--n-workers", "2");
        Assert.Equal(1, code);
        Assert.Contains("5 workers in a row ended before they could take a task; the last: exit code 7.", error, StringComparison.Ordinal);
        Assert.Contains("cannot open the force field", error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_replacement_that_cannot_start_for_a_while_costs_the_others_nothing()
    {
        string file = Path.Combine(Path.GetTempPath(), $"westrpc-test-{Guid.NewGuid():N}");
        (int code, string output, string error) = await RunningProgram.RunAsync(
            Repository.TestProgram, "fragile-replacement", file, "--n-workers", "2");
        Assert.Equal("", error);
        Assert.Equal("patient 5, fatal WorkerLostException\nreplaced", output);
        Assert.Equal(0, code);
    }

    [Fact(Timeout = Limit)]
    public async Task What_children_print_comes_out_in_whole_lines()
    {
        (int code, string output, _) = await RunningProgram.RunAsync(Repository.TestProgram, "print", "--n-workers", "2");
        Assert.Equal(0, code);
        string[] lines = output.Split('\n');
        Assert.Equal(200, lines.Length);
        Assert.All(lines, static line => Assert.Equal(new string(line[0], 500), line));
    }

    [Fact(Timeout = Limit)]
    public async Task A_long_temporary_directory_does_no_harm()
    {
        string directory = Path.Combine(Path.GetTempPath(), "westrpc-" + new string('x', 150));
        Directory.CreateDirectory(directory);
        try
        {
            await using RunningProgram program = RunningProgram.Start(
                Repository.Hello, new Dictionary<string, string> { ["TMPDIR"] = directory }, "--n-workers", "1");
            (int code, string output, string error) = await program.EndAsync();
            Assert.Equal("", error);
            Assert.Equal(0, code);
            Assert.Equal(5, output.Split('\n').Length);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
