using WestRpc.ZeroMQ.Nodes;
using WestRpc.ZeroMQ.Tests.Attacks;

namespace WestRpc.ZeroMQ.Tests.Life;

public sealed class JoiningTests
{
    /// <summary>A node takes anything else for an answer of somebody who does not speak its protocol.</summary>
    [Fact(Timeout = 120_000)]
    public async Task The_first_that_a_node_hears_is_its_welcome_however_often_the_master_says_that_it_lives() =>
        await Task.Factory.StartNew(
            static () =>
            {
                var run = new TestRun(heartbeatMilliseconds: 1);
                for (int i = 0; i < 1000; i++)
                {
                    using MasterLink? link = run.Connect($"node{i}");
                    Assert.NotNull(link?.Welcome);
                }

                return run.DisposeAsync().AsTask();
            },
            TaskCreationOptions.LongRunning).Unwrap();
}
