using System.Security.Cryptography;

namespace WestRpc.ContractTests;

public abstract partial class WorkManagerSpecs
{
    private const int MiB = 1 << 20;

    [Fact(Timeout = Limit)]
    public async Task Eight_mebibytes_go_there_and_back()
    {
        byte[] sent = RandomNumberGenerator.GetBytes(8 * MiB);
        byte[] back = await ContractTasks.EchoBytesTask.SubmitAsync(Work, sent, cancellationToken: TestEnd);
        Assert.True(sent.AsSpan().SequenceEqual(back));
        double[] numbers = [.. Enumerable.Range(0, MiB).Select(static i => Math.Sqrt(i))];
        double[] numbersBack = await ContractTasks.EchoNumbersTask.SubmitAsync(Work, numbers, cancellationToken: TestEnd);
        Assert.True(numbers.AsSpan().SequenceEqual(numbersBack));
    }

    [Fact(Timeout = Limit)]
    public async Task Two_hundred_tasks_of_two_mebibytes_both_ways_do_not_jam()
    {
        if (KeepsAllBytes)
            return; // It would keep 800 MiB, and has nothing that could jam.
        byte[] sent = RandomNumberGenerator.GetBytes(2 * MiB);
        Task<byte[]>[] tasks = Work.SubmitManyAsync(
            Enumerable.Range(0, 200).Select(_ => new ContractTasks.EchoBytesTask(sent)), cancellationToken: TestEnd);
        int same = 0;
        for (int i = 0; i < tasks.Length; i++)
        {
            byte[] back = await tasks[i];
            same += sent.AsSpan().SequenceEqual(back) ? 1 : 0;
            tasks[i] = null!;
        }

        Assert.Equal(200, same);
    }

    [Fact(Timeout = Limit)]
    public async Task Large_values_of_many_sizes_come_back_as_they_were_sent_among_calls_that_are_canceled()
    {
        using var canceled = new CancellationTokenSource();
        for (int round = 0; round < 4; round++)
        {
            var calls = new List<(byte[] Sent, Task<byte[]> Task, bool MayEnd)>();
            for (int i = 0; i < 40; i++)
            {
                byte[] sent = new byte[60_000 + (7_000 * i)];
                Array.Fill(sent, (byte)(i + (50 * round)));
                bool mayEnd = i % 4 == 3;
                calls.Add((sent, ContractTasks.EchoBytesTask.SubmitAsync(Work, sent, cancellationToken: mayEnd ? canceled.Token : TestEnd), mayEnd));
                if (i == 20 && round == 2)
                    await canceled.CancelAsync();
            }

            foreach ((byte[] sent, Task<byte[]> task, bool mayEnd) in calls)
            {
                try
                {
                    byte[] back = await task;
                    Assert.True(sent.AsSpan().SequenceEqual(back));
                }
                catch (OperationCanceledException) when (mayEnd)
                {
                    Assert.True(round >= 2);
                }
            }
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Large_arguments_are_the_same_at_each_attempt()
    {
        var tasks = new List<(byte[] Sent, Task<byte[]> Task)>();
        for (int i = 0; i < 12; i++)
        {
            byte[] sent = new byte[200_000];
            Array.Fill(sent, (byte)(i + 1));
            tasks.Add((sent, ContractTasks.EchoBytesAtAttemptTask.SubmitAsync(Work, 1 + (i % 3), sent, Flaky, TestEnd)));
        }

        foreach ((byte[] sent, Task<byte[]> task) in tasks)
        {
            byte[] back = await task;
            Assert.True(sent.AsSpan().SequenceEqual(back));
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Nested_collections_and_records_come_back_equal()
    {
        var sent = new Dictionary<string, List<Segment?>>
        {
            ["empty"] = [],
            ["two"] = [new Segment(1, [1.5, -2.5], Segment.Kind.Recycled), null],
        };
        Dictionary<string, List<Segment?>> back = await ContractTasks.EchoNestedTask.SubmitAsync(Work, sent, cancellationToken: TestEnd);
        Assert.Equal(["empty", "two"], back.Keys.Order());
        Assert.Empty(back["empty"]);
        Assert.Equal(1, back["two"][0]!.Id);
        Assert.Equal([1.5, -2.5], back["two"][0]!.Position);
        Assert.Equal(Segment.Kind.Recycled, back["two"][0]!.Boundary);
        Assert.Null(back["two"][1]);
    }

    [Fact(Timeout = Limit)]
    public async Task Null_arrives_as_null_and_comes_back_as_null() =>
        Assert.Null(await ContractTasks.EchoNullTask.SubmitAsync(Work, null, null, null, cancellationToken: TestEnd));

    [Fact(Timeout = Limit)]
    public async Task An_argument_changed_after_submission_is_not_sent_changed()
    {
        if (!Encodes)
            return; // Borrowed until the task completes: the user keeps his hands off it.
        using var gate = new Rendezvous();
        Task<int>[] blockers = RunsAtSubmission ? [] : await OccupyAllWorkersAsync(gate);
        double[] values = [1, 2, 3];
        Task<double> sum = ContractTasks.SumTask.SubmitAsync(Work, values, cancellationToken: TestEnd);
        values[0] = 100;
        await ReleaseAsync(blockers);
        Assert.Equal(6, await sum);
    }
}
