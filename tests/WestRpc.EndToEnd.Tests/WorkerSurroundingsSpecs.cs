namespace WestRpc.EndToEnd.Tests;

/// <summary>What workers are given of their machine, and where what they print goes.</summary>
public sealed class WorkerSurroundingsSpecs : IDisposable
{
    private const int Limit = 60_000;

    private readonly DirectoryInfo marks = Directory.CreateTempSubdirectory("westrpc-test-");
    private readonly DirectoryInfo prints = Directory.CreateTempSubdirectory("westrpc-test-");

    private static int CoresEach => Math.Max(1, Environment.ProcessorCount / 2);

    [Fact(Timeout = Limit)]
    public async Task Cores_are_shared_out_among_the_workers()
    {
        (int code, string output, string error) = await RunAsync([]);
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(Lines($"'{CoresEach}' '{CoresEach}' {CoresEach} -", $"'{CoresEach}' '{CoresEach}' {CoresEach} -"), Said(output));
    }

    [Fact(Timeout = Limit)]
    public async Task What_the_user_set_stays()
    {
        (int code, string output, string error) = await RunAsync(new() { ["OMP_NUM_THREADS"] = "3,2", ["DOTNET_PROCESSOR_COUNT"] = "12" });
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(Lines("'3,2' '12' 12 -", "'3,2' '12' 12 -"), Said(output));
    }

    [Fact(Timeout = Limit)]
    public async Task A_gpu_slot_is_an_entry_of_the_batch_systems_list()
    {
        (int code, string output, string error) = await RunAsync(new() { ["CUDA_VISIBLE_DEVICES"] = "6,GPU-8932f937", ["WM_RESOURCES"] = "gpu=2" });
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(Lines($"'{CoresEach}' '{CoresEach}' {CoresEach} '6'", $"'{CoresEach}' '{CoresEach}' {CoresEach} 'GPU-8932f937'"), Said(output));
    }

    [Theory(Timeout = Limit)]
    [InlineData("processes")]
    [InlineData("zmq")]
    public async Task More_gpu_slots_than_gpus_are_one_line_and_exit_code_2(string manager)
    {
        (int code, string output, string error) = await RunAsync(new() { ["CUDA_VISIBLE_DEVICES"] = "", ["WM_RESOURCES"] = "gpu=2" }, "--work-manager", manager);
        Assert.Equal(
            "This machine is to offer 2 gpu (WM_RESOURCES, --resources), but CUDA_VISIBLE_DEVICES is '', which lists 0: ask the batch system for more, offer fewer, or list a GPU as often as workers are to share it.",
            error);
        Assert.Equal((2, ""), (code, output));
    }

    [Fact(Timeout = Limit)]
    public async Task What_workers_print_goes_to_a_file_for_each()
    {
        string into = Path.Combine(prints.FullName, "new");
        for (int run = 1; run <= 2; run++)
        {
            (int code, string output, string error) = await RunAsync([], "--worker-output", into);
            Assert.Equal((0, ""), (code, error));
            Assert.Equal(2, output.Split('\n').Length);
            foreach (FileInfo mark in marks.GetFiles())
                mark.Delete();
        }

        Assert.Equal(2, Directory.GetFiles(into).Length);
        for (int i = 0; i < 2; i++)
        {
            string[] lines = File.ReadAllLines(Path.Combine(into, $"{Environment.MachineName}-{i}.txt"));
            Assert.Equal(4, lines.Length);
            Assert.Matches(@"^--- process \d+, .* UTC ---$", lines[0]);
            Assert.Equal((lines[1], lines[3]), ($"worker {i} prints", $"worker {i} prints"));
        }
    }

    [Fact(Timeout = Limit)]
    public async Task How_a_worker_failed_comes_to_the_master_all_the_same()
    {
        (int code, _, string error) = await RunningProgram.RunAsync(
            Repository.TestProgram, "crash-in-child", "--n-workers", "1", "--worker-output", prints.FullName);
        Assert.Equal(1, code);
        Assert.Contains("cannot open the force field", error, StringComparison.Ordinal);
        Assert.Contains("cannot open the force field", File.ReadAllText(Path.Combine(prints.FullName, $"{Environment.MachineName}-0.txt")), StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_directory_that_cannot_be_is_one_line_and_exit_code_2()
    {
        (int code, _, string error) = await RunAsync([], "--worker-output", "/proc/none");
        Assert.Equal(2, code);
        Assert.Contains("'/proc/none'", error, StringComparison.Ordinal);
        Assert.Contains("WM_WORKER_OUTPUT", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    public void Dispose()
    {
        marks.Delete(recursive: true);
        prints.Delete(recursive: true);
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(Dictionary<string, string> environment, params string[] arguments)
    {
        await using RunningProgram program = RunningProgram.Start(
            Repository.TestProgram, environment, ["surroundings", marks.FullName, "2", "--n-workers", "2", .. arguments]);
        return await program.EndAsync();
    }

    private static string Said(string output) => string.Join('\n', output.Split('\n').Where(static l => !l.EndsWith("prints", StringComparison.Ordinal)));

    private static string Lines(string first, string second) => $"0: {first}\n1: {second}";
}
