namespace WestRpc.ZeroMQ.Tests.Attacks;

/// <summary>A node that was written in another language from the documents alone.</summary>
public sealed class PythonNodeTests
{
    private const int SigUsr1 = 10;
    private const int SigTerm = 15;

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ZeroMQSecurity.On)]
    [InlineData(ZeroMQSecurity.None)]
    public async Task PythonNode_JoinsAnswersAndLeaves(ZeroMQSecurity security)
    {
        var run = new TestRun(security);
        await using RunningProgram node = Start(run, 2);
        try
        {
            Assert.Contains("-python", await run.Lines.WaitAsync("joined"), StringComparison.Ordinal);
            for (int i = 0; i < 100; i++)
                await run.EchoAsync($"call {i}");
            double[] scaled = await PeerTasks.ScaleTask.SubmitAsync(run.Work, [1, 2, -3], 0.5, null, TestEnd);
            Assert.Equal([0.5, 1, -1.5], scaled);
            var walker = new Walker(1, "näher", null);
            Assert.Equal(walker with { Id = 501 }, await PeerTasks.MoveTask.SubmitAsync(run.Work, walker, 500, null, TestEnd));
            await run.Lines.WaitAsync("hears announcements");
        }
        finally
        {
            await run.DisposeAsync();
        }

        await EndsWithAsync(node, 0);
        Assert.Contains("left.", run.Lines.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PythonNode_TaskThatItDoesNotHave_FailsWithItsException()
    {
        await using var run = new TestRun();
        await using RunningProgram node = Start(run, 1);

        WorkTaskException failure = await Assert.ThrowsAsync<WorkTaskException>(() => PeerTasks.UnknownTask.SubmitAsync(run.Work, null, TestEnd));

        Assert.Contains("LookupError", failure.Message, StringComparison.Ordinal);
        await run.EchoAsync("after it");
    }

    [Fact]
    public async Task PythonNode_CancelsWhatRunsAndWhatWaits()
    {
        await using var run = new TestRun();
        await using RunningProgram node = Start(run, 1);
        using var source = new CancellationTokenSource();
        await run.EchoAsync("before");

        Task[] waiting = [.. Enumerable.Range(0, 4).Select(_ => PeerTasks.WaitTask.SubmitAsync(run.Work, null, source.Token))];
        await source.CancelAsync();

        foreach (Task one in waiting)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one.WaitAsync(TimeSpan.FromSeconds(60), TestEnd));
        await run.EchoAsync("after");
    }

    [Theory]
    [InlineData(SigTerm, 143)]
    [InlineData(SigUsr1, 0)]
    public async Task PythonNode_ToldToGo_LeavesInOrder(int signal, int exitCode)
    {
        await using var run = new TestRun();
        await using RunningProgram node = Start(run, 2);
        await run.EchoAsync("before");

        node.Signal(signal);

        await EndsWithAsync(node, exitCode);
        await run.Lines.WaitAsync("left.");
    }

    private static RunningProgram Start(TestRun run, int workers) => RunningProgram.Start(
        "/usr/bin/python3", Path.Combine(Repository.Root, "tests", "Peers", "python_node"), run.InfoFile, $"{workers}");

    private static async Task EndsWithAsync(RunningProgram node, int exitCode)
    {
        (int code, string output, string error) = await node.EndAsync();
        Assert.Equal("", error);
        Assert.Equal(exitCode, code);
        Assert.EndsWith("left", output, StringComparison.Ordinal);
    }
}
