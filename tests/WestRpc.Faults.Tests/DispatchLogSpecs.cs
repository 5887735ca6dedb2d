using System.Globalization;
using System.Text.RegularExpressions;

namespace WestRpc.Faults.Tests;

/// <summary>A run is recorded, and the shipped core replays it: what comes out of it is the same, whatever broke in the run.</summary>
public sealed partial class DispatchLogSpecs
{
    private const int Limit = 120_000;

    [Fact(Timeout = Limit)]
    public async Task A_run_that_loses_workers_is_replayed_identically()
    {
        await using var run = new FaultRun("processes");
        RunningProgram program = Start(run, "1500");
        for (int i = 0; i < 6; i++)
        {
            await program.LineAsync("done ");
            await program.LineAsync("done ");
            int[] workers = ProcessTable.WorkersOf(program);
            if (workers.Length > 0)
                ProcessTable.Signal(workers[i % workers.Length], ProcessTable.SigKill);
        }

        await program.LineAsync("all as expected");
        Assert.Equal(0, await program.ExitAsync());
        (int code, string output) = await ReplayAsync(run);
        Assert.True(code == 0, output);
        (int lost, int again, int retries) = Counts(output);
        Assert.True(lost > 0 && again > retries && retries > 0, output);
        Assert.EndsWith(", identical", output, StringComparison.Ordinal);
        string record = await ReadAsync(run);
        Assert.Contains(" signal=9", record, StringComparison.Ordinal);
        foreach (string effect in (string[])[" Result", " Failure", " Canceled", " TimedOut", " Unmeetable", " Drained"])
            Assert.Matches($"> Complete #[0-9]+{effect}", record);
    }

    [Fact(Timeout = Limit)]
    public async Task A_run_on_threads_is_replayed_identically()
    {
        await using var run = new FaultRun("threads");
        await EndAsync(Start(run, "400"));
        (int code, string output) = await ReplayAsync(run);
        Assert.True(code == 0, output);
        Assert.True(Counts(output).Retries > 0, output);
        Assert.EndsWith(", identical", output, StringComparison.Ordinal);
        Assert.EndsWith("\nEnd\n", await ReadAsync(run), StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("effect", "> Complete #([0-9]+) Result", "> Complete #$1 Canceled")]
    [InlineData("time", "> Wake ([0-9]+)\\.", "> Wake 1$1.")]
    [InlineData("input", "[^\n]* Frame w1 Result [^\n]*\n", "")]
    [InlineData("effect that is missing", "[^\n]*> Complete #[0-9]+ Result [^\n]*\n", "")]
    public async Task A_damaged_record_is_different(string what, string pattern, string replacement)
    {
        await using var run = new FaultRun("threads");
        await EndAsync(Start(run, "50"));
        string record = await ReadAsync(run);
        string damaged = new Regex(pattern).Replace(record, replacement, 1);
        Assert.True(damaged != record, $"the {what} is not in the record");
        await File.WriteAllTextAsync(LogOf(run), damaged, TestContext.Current.CancellationToken);

        (int code, string output) = await ReplayAsync(run);

        Assert.Equal(1, code);
        Assert.Matches("(?s)Line [0-9]+ is different.*\nrecorded: .*\nreplayed: .*, different$", output);
    }

    [Fact(Timeout = Limit)]
    public async Task A_master_that_is_killed_leaves_a_record_up_to_then()
    {
        await using var run = new FaultRun("processes");
        RunningProgram program = Start(run, "5000");
        await program.LineAsync("done ");
        run.Remember(program);
        program.Kill();
        await program.ExitAsync();

        (int code, string output) = await ReplayAsync(run);

        Assert.True(code == 0, output);
        Assert.Contains("The record has no end: the run was killed, or goes on.", output, StringComparison.Ordinal);
        Assert.EndsWith(", identical", output, StringComparison.Ordinal);
        Assert.Matches("[0-9]{4,} events", output);
    }

    [Fact(Timeout = Limit)]
    public async Task A_full_disk_costs_the_record_and_a_warning()
    {
        await using var run = new FaultRun("threads");
        run.Environment["WM_DISPATCH_LOG"] = "/dev/full";
        RunningProgram program = run.Start("squares", "100");
        (int code, string output, string error) = await program.EndAsync();
        Assert.Contains("result: 100 right", output, StringComparison.Ordinal);
        Assert.Equal(0, code);
        Assert.Matches("^westrpc: warning: The dispatcher's log /dev/full can't be written any more \\(.*\\): the run goes on without it\\.$", error);
    }

    [Fact(Timeout = Limit)]
    public async Task A_file_that_cannot_be_made_is_one_line_and_exit_code_2()
    {
        await using var run = new FaultRun("threads");
        run.Environment["WM_DISPATCH_LOG"] = "/not/there/log";
        (int code, string output, string error) = await run.Start("squares", "100").EndAsync();
        Assert.Equal(2, code);
        Assert.Equal("", output);
        Assert.Matches("^'/not/there/log' can't be written, .*\\(WM_DISPATCH_LOG, --dispatch-log\\)\\.$", error);
    }

    [Fact(Timeout = Limit)]
    public async Task A_second_master_leaves_the_record_of_the_first_alone()
    {
        await using var run = new FaultRun("processes");
        run.Environment["WM_DISPATCH_LOG"] = LogOf(run);
        RunningProgram first = run.Start("hold");
        await run.RunningAsync(first, 2);
        (int code, _, string error) = await run.Start("squares", "100").EndAsync();
        Assert.Equal(2, code);
        Assert.Contains("WM_DISPATCH_LOG", error, StringComparison.Ordinal);
        first.Signal(System.Runtime.InteropServices.PosixSignal.SIGINT);
        await first.ExitAsync();
        (int replayed, string result) = await ReplayAsync(run);
        Assert.True(replayed == 0, result);
        Assert.DoesNotContain("no end", result, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Serial_says_that_it_has_no_dispatcher()
    {
        await using var run = new FaultRun("serial");
        run.Environment["WM_DISPATCH_LOG"] = LogOf(run);
        (int code, _, string error) = await run.Start("squares", "10").EndAsync();
        Assert.Equal(0, code);
        Assert.Equal($"westrpc: warning: serial has no dispatcher, so there is no dispatcher's log {LogOf(run)} (WM_DISPATCH_LOG).", error);
        Assert.False(File.Exists(LogOf(run)));
    }

    [Fact(Timeout = Limit)]
    public async Task What_is_no_record_is_said_to_be_none()
    {
        await using var run = new FaultRun("threads");
        await File.WriteAllTextAsync(LogOf(run), "hello\n", TestContext.Current.CancellationToken);
        Assert.Equal(2, (await ReplayAsync(run)).Code);
    }

    private static string LogOf(FaultRun run) => Path.Combine(run.Folder, "dispatch.log");

    private static RunningProgram Start(FaultRun run, string tasks)
    {
        run.Environment["WM_DISPATCH_LOG"] = LogOf(run);
        run.Environment["WM_RESOURCES"] = "gpu=1";
        return run.Start("mixture", tasks);
    }

    private static async Task EndAsync(RunningProgram program)
    {
        (int code, string output, string error) = await program.EndAsync();
        Assert.True(code == 0, error);
        Assert.EndsWith("all as expected", output, StringComparison.Ordinal);
    }

    private static Task<string> ReadAsync(FaultRun run) => File.ReadAllTextAsync(LogOf(run), TestContext.Current.CancellationToken);

    private static async Task<(int Code, string Output)> ReplayAsync(FaultRun run)
    {
        (int code, string output, string error) = await RunningProgram.RunAsync(Repository.Simulation, "replay-log", LogOf(run));
        return (code, output + error);
    }

    private static (int Lost, int Again, int Retries) Counts(string output)
    {
        GroupCollection groups = CountsLine().Match(output).Groups;
        return (Number(1), Number(2), Number(3));

        int Number(int group) => int.Parse(groups[group].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("([0-9]+) workers lost, ([0-9]+) calls given out again, ([0-9]+) of them as retries")]
    private static partial Regex CountsLine();
}
