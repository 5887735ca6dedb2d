using System.Runtime.InteropServices;

namespace WestRpc.Mpi.Tests.Runs;

/// <summary>Whole programs under both launchers.</summary>
public sealed class RunTests
{
    private const int Limit = 120_000;

    private static readonly Dictionary<string, string> Nothing = [];

    public static TheoryData<string> Libraries => MpiLauncher.Both;

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Libraries))]
    public async Task Two_workers_of_three_ranks_do_short_calls_and_carry_large_ones(string library)
    {
        (int code, string output, string error) = await RunAsync(library, 3, "work");
        Assert.Equal(0, code);
        Assert.Equal("", error);
        Assert.Equal("mpi 2 2001000 True", output);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Libraries))]
    public async Task A_null_dereference_in_a_task_is_an_exception_of_its_caller(string library)
    {
        (int code, string output, _) = await RunAsync(library, 2, "null");
        Assert.Equal(0, code);
        Assert.Equal("System.NullReferenceException, then 3", output);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Libraries))]
    public async Task Programs_that_tasks_start_find_their_workers_number_and_no_launcher(string library)
    {
        (int code, string output, _) = await RunAsync(library, 2, "environment");
        Assert.Equal(0, code);
        Assert.Equal(
            "master exit code 0, 0 of the launcher's, no WM_PROCESS_ID\nworker exit code 0, 0 of the launcher's, WM_PROCESS_ID=0", output);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Libraries))]
    public async Task One_rank_works_by_itself_and_says_so(string library)
    {
        (int code, string output, string error) = await RunAsync(library, 1, "work");
        Assert.Equal(0, code);
        Assert.Equal("serial 1 2001000 True", output);
        Assert.Contains("there is one rank", error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Without_a_launcher_it_works_by_itself_and_says_so()
    {
        (int code, string output, string error) = await RunningProgram.RunAsync(
            Environment.ProcessPath!, Scenarios.Argument, "work", "--work-manager", "mpi");
        Assert.Equal(0, code);
        Assert.Equal("serial 1 2001000 True", output);
        Assert.Contains("no launcher started it", error, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData(MpiLauncher.OpenMpi, "libmpich.so.12")]
    [InlineData(MpiLauncher.Mpich, "libmpi.so.40")]
    public async Task A_library_that_is_not_the_launchers_is_one_line(string library, string other)
    {
        (int code, string output, string error) = await RunAsync(library, 3, "work", new() { ["WM_MPI_LIBRARY"] = other });


        // MPICH's launcher puts the bits of all codes together, and Open MPI, alone under it, now and then does not even begin.
        Assert.Equal(2, code & 2);
        Assert.DoesNotContain("mpi 2", output, StringComparison.Ordinal);
        string line = Assert.Single(error.Split('\n'), static l => l.Contains("WM_MPI_LIBRARY", StringComparison.Ordinal));
        Assert.Contains($"started 3 ranks, but {other} (", line, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("work", "WM_MPI_LIBRARY", "libnone.so", "WM_MPI_LIBRARY is 'libnone.so', which can't be loaded")]
    [InlineData("work", "WM_MPI_MASTER_WORKS", "perhaps", "WM_MPI_MASTER_WORKS is 'perhaps', which is not 1, 0, true or false.")]
    [InlineData("none", "WM_MAX_ATTEMPTS", "1", "--work-manager is 'mpi', which this program lacks: it takes managers.AddMpi()")]
    public async Task What_is_set_wrongly_is_said_once(string scenario, string variable, string value, string message)
    {
        (int code, _, string error) = await RunAsync(MpiLauncher.Mpich, 3, scenario, new() { [variable] = value });
        Assert.Equal(2, code);
        Assert.Single(error.Split('\n'), line => line.Contains(message, StringComparison.Ordinal));
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Libraries))]
    public async Task An_MPI_that_was_finalized_before_is_one_line(string library)
    {
        (int code, string output, string error) = await RunAsync(library, 2, "finalized");
        Assert.Equal(2, code);
        Assert.Single((output + '\n' + error).Split('\n'), static l => l.Contains("MPI was already finalized in this process", StringComparison.Ordinal));
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Libraries))]
    public async Task A_master_may_work_as_well(string library)
    {
        (int code, string output, string error) = await RunAsync(library, 3, "work", new() { ["WM_MPI_MASTER_WORKS"] = "1" });
        Assert.Equal(0, code);
        Assert.Equal("", error);
        Assert.Equal("mpi 3 2001000 True", output);
        (code, output, error) = await RunAsync(library, 3, "places", new() { ["WM_MPI_MASTER_WORKS"] = "1" });
        Assert.Equal(0, code);
        Assert.Equal("0 1 2", output);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Libraries))]
    public async Task Workers_are_numbered_without_the_master(string library)
    {
        (int code, string output, _) = await RunAsync(library, 3, "places");
        Assert.Equal(0, code);
        Assert.Equal("0 1", output);
    }

    [Fact(Timeout = Limit)]
    public async Task A_number_of_workers_is_not_heeded_and_that_is_said_once()
    {
        (int code, string output, string error) = await RunAsync(MpiLauncher.Mpich, 3, "work", new() { ["WM_N_WORKERS"] = "7" });
        Assert.Equal(0, code);
        Assert.Equal("mpi 2 2001000 True", output);
        Assert.Single(error.Split('\n'), static l => l.Contains("WM_N_WORKERS", StringComparison.Ordinal));
    }

    [Fact(Timeout = Limit)]
    public async Task Settings_that_differ_are_the_masters_and_that_is_said_once()
    {
        await using RunningProgram program = MpiLauncher.Start(
            MpiLauncher.Mpich, 1, Nothing, [],
            [Environment.ProcessPath!, Scenarios.Argument, "work", "--work-manager", "mpi", ":",
                "-n", "2", Environment.ProcessPath!, Scenarios.Argument, "work", "--work-manager", "mpi", "--heartbeat-timeout", "30"]);
        (int code, string output, string error) = await program.EndAsync();
        Assert.Equal(0, code);
        Assert.Equal("mpi 2 2001000 True", output);
        string line = Assert.Single(error.Split('\n'), static l => l.Contains("other settings", StringComparison.Ordinal));
        Assert.Contains("WM_HEARTBEAT_TIMEOUT", line, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("text", "A frame of texts can't be read")]
    [InlineData("size", "A frame announces 50,000,000 bytes; the limit is 2,000,000 (WM_MAX_MESSAGE_BYTES)")]
    [InlineData("silence", "it did not greet within 1 s (WM_START_TIMEOUT)")]
    public async Task A_rank_that_does_not_keep_to_the_protocol_is_given_up(string kind, string message)
    {
        (int code, string output, string error) = await RunWithOtherRankAsync(
            new() { ["WM_MAX_MESSAGE_BYTES"] = "2000000", ["WM_START_TIMEOUT"] = "1" }, "survive", Environment.ProcessPath!, Intruder.Argument, kind);
        string line = Assert.Single(error.Split('\n'), static l => l.Contains("Lost rank 1", StringComparison.Ordinal));
        Assert.Contains(message, line, StringComparison.Ordinal);
        Assert.StartsWith("then 3", output, StringComparison.Ordinal);

        // Behind a body that is not taken nothing can be read, so that all leave without MPI_Finalize, which MPICH may call a failure.
        if (kind != "size")
            Assert.Equal(0, code);
    }

    [Fact(Timeout = Limit)]
    public async Task A_rank_of_another_build_is_refused_and_the_others_do_the_work()
    {
        (int code, string output, string error) = await RunWithOtherRankAsync(
            Nothing, "work", Repository.WeightedEnsemble, "--work-manager", "mpi");
        string line = Assert.Single(error.Split('\n'), static l => l.Contains("Refused", StringComparison.Ordinal));
        Assert.Contains("it runs build", line, StringComparison.Ordinal);
        Assert.Equal("mpi 1 2001000 True", output);
        Assert.Equal(0, code);
    }

    [Fact(Timeout = Limit)]
    public async Task Where_all_ranks_are_of_another_build_the_run_cannot_go_on()
    {
        await using RunningProgram program = MpiLauncher.Start(
            MpiLauncher.Mpich, 1, Nothing, [], [.. Command("work"), ":", "-n", "2", Repository.WeightedEnsemble, "--work-manager", "mpi"]);
        (int code, string output, string error) = await program.EndAsync();
        Assert.Equal(2, code);
        Assert.Equal("", output);
        Assert.Single(error.Split('\n'), static l => l.StartsWith("No rank can work, since all were refused; the last: it runs build", StringComparison.Ordinal));
    }

    [Fact(Timeout = Limit)]
    public async Task Ranks_end_when_their_master_is_killed_and_the_launcher_leaves_them()
    {
        await using RunningProgram program = MpiLauncher.Start(
            MpiLauncher.OpenMpi, 3, new Dictionary<string, string> { ["WM_HEARTBEAT_INTERVAL"] = "1", ["WM_HEARTBEAT_TIMEOUT"] = "3" },
            ["--enable-recovery"], Command("master"));
        int master = int.Parse(await program.LineAsync("master "), System.Globalization.CultureInfo.InvariantCulture);
        int[] ids = await program.WorkersAsync(2);
        RunningProgram.Kill(master);
        (_, _, string error) = await program.EndAsync();
        Assert.Contains("the master was silent for 3 s", error, StringComparison.Ordinal);
        foreach (int id in ids)
            await RunningProgram.GoneAsync(id);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Libraries))]
    public async Task A_master_that_throws_ends_the_run(string library)
    {
        (int code, string output, string error) = await RunAsync(library, 3, "throw");
        Assert.Equal(1, code);
        Assert.Single((output + error).Split('\n'), static l => l.Contains("the master has failed", StringComparison.Ordinal));
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Libraries))]
    public async Task A_task_that_ends_its_process_ends_the_run(string library)
    {
        (int code, _, _) = await RunAsync(library, 3, "exit");
        Assert.NotEqual(0, code);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Libraries))]
    public async Task A_task_that_ignores_its_end_costs_its_rank_and_not_the_run(string library)
    {
        (int code, string output, string error) = await RunAsync(library, 3, "stuck", new() { ["WM_GRACE_PERIOD"] = "0", ["WM_SHUTDOWN_TIMEOUT"] = "1" });
        Assert.Equal("out of time\nthen 3", output);
        Assert.Single(error.Split('\n'), static l => l.Contains("Lost rank", StringComparison.Ordinal));
        Assert.Equal(0, code);
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Libraries))]
    public async Task A_killed_rank_ends_the_run_and_no_process_stays(string library)
    {
        await using RunningProgram program = Start(library, 3, "hold", Nothing);
        int[] ids = await program.WorkersAsync(2);
        RunningProgram.Kill(ids[0]);
        (int code, _, string error) = await program.EndAsync();
        Assert.NotEqual(0, code);
        if (library == MpiLauncher.OpenMpi)
        {
            string line = Assert.Single(error.Split('\n'), static l => l.Contains("does not answer", StringComparison.Ordinal));
            Assert.Contains($"process {ids[0]}", line, StringComparison.Ordinal);
            Assert.Contains("--enable-recovery", line, StringComparison.Ordinal);
        }

        foreach (int id in ids)
            await RunningProgram.GoneAsync(id);
    }

    [Fact(Timeout = Limit)]
    public async Task A_killed_rank_is_done_without_where_the_launcher_lets_the_run_go_on()
    {
        await using RunningProgram program = MpiLauncher.Start(
            MpiLauncher.OpenMpi, 3, new Dictionary<string, string> { ["WM_HEARTBEAT_INTERVAL"] = "1", ["WM_HEARTBEAT_TIMEOUT"] = "3" },
            ["--enable-recovery"], Command("lose"));
        int victim = 0;
        string sum = "";
        while (victim == 0 || sum.Length == 0)
        {
            // Of two processes, which may come in either order.
            string line = await program.NextLineAsync();
            if (line.StartsWith("running ", StringComparison.Ordinal))
                victim = int.Parse(line["running ".Length..], System.Globalization.CultureInfo.InvariantCulture);
            else if (line.StartsWith("short ", StringComparison.Ordinal))
                sum = line["short ".Length..];
        }

        Assert.Equal("5050", sum);
        RunningProgram.Kill(victim);
        Assert.Equal("2", await program.LineAsync("attempt "));
        (int code, _, string error) = await program.EndAsync();
        Assert.Equal(0, code);
        Assert.Single(error.Split('\n'), static l => l.Contains("Lost rank", StringComparison.Ordinal));
    }

    [Theory(Timeout = Limit)]
    [InlineData(MpiLauncher.OpenMpi, PosixSignal.SIGINT)]
    [InlineData(MpiLauncher.OpenMpi, PosixSignal.SIGTERM)]
    [InlineData(MpiLauncher.Mpich, PosixSignal.SIGINT)]
    [InlineData(MpiLauncher.Mpich, PosixSignal.SIGTERM)]
    public async Task A_signal_to_the_launcher_ends_the_run_and_no_process_stays(string library, PosixSignal signal)
    {
        await using RunningProgram program = Start(library, 3, "hold", Nothing);
        int[] ids = await program.WorkersAsync(2);
        program.Signal(signal);
        (int code, _, _) = await program.EndAsync();

        // MPICH's launcher says 0 now and then; ranks that were asked one by one had ended with 143.
        if (library == MpiLauncher.OpenMpi)
            Assert.NotEqual(0, code);
        foreach (int id in ids)
            await RunningProgram.GoneAsync(id);
    }

    [Fact(Timeout = Limit)]
    public async Task What_Open_MPI_collects_holds_no_escape_codes()
    {
        (_, string output, string error) = await RunAsync(MpiLauncher.OpenMpi, 3, "work");
        Assert.DoesNotContain('\e', output + error);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string library, int ranks, string scenario, Dictionary<string, string>? environment = null)
    {
        await using RunningProgram program = Start(library, ranks, scenario, environment ?? Nothing);
        return await program.EndAsync();
    }

    /// <summary>Rank 1 is another program.</summary>
    private static async Task<(int ExitCode, string Output, string Error)> RunWithOtherRankAsync(
        Dictionary<string, string> environment, string scenario, params string[] other)
    {
        await using RunningProgram program = MpiLauncher.Start(
            MpiLauncher.Mpich, 1, environment, [],
            [.. Command(scenario), ":", "-n", "1", .. other, ":", "-n", "1", .. Command(scenario)]);
        return await program.EndAsync();
    }

    private static RunningProgram Start(string library, int ranks, string scenario, Dictionary<string, string> environment) =>
        MpiLauncher.Start(library, ranks, environment, [], Command(scenario));

    private static string[] Command(string scenario) => [Environment.ProcessPath!, Scenarios.Argument, scenario, "--work-manager", "mpi"];
}
