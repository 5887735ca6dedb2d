namespace WestRpc.ZeroMQ.Tests.Attacks;

/// <summary>A node that was written in another language from the documents alone.</summary>
public sealed class PythonNodeTests
{
    [Theory]
    [InlineData(ZeroMQSecurity.On)]
    [InlineData(ZeroMQSecurity.None)]
    public async Task PythonNode_JoinsAnswersAndLeaves(ZeroMQSecurity security)
    {
        var run = new TestRun(security);
        string script = Path.Combine(Repository.Root, "tests", "Peers", "python_node.py");
        await using RunningProgram node = RunningProgram.Start("/usr/bin/python3", script, run.InfoFile);
        try
        {
            await node.LineAsync("welcome");
            for (int i = 0; i < 100; i++)
                await run.EchoAsync($"call {i}");
            await node.LineAsync("answered");
            Assert.Contains("-python", await run.Lines.WaitAsync("joined"), StringComparison.Ordinal);
            await run.Lines.WaitAsync("hears announcements");
        }
        finally
        {
            await run.DisposeAsync();
        }

        (int code, string output, string error) = await node.EndAsync();
        Assert.Equal("", error);
        Assert.Equal(0, code);
        Assert.EndsWith("left", output, StringComparison.Ordinal);
        Assert.Contains("left.", run.Lines.All, StringComparison.Ordinal);
    }
}
