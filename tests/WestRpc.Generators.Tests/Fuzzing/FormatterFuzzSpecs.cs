using System.Diagnostics;
using System.Globalization;

namespace WestRpc.Generators.Tests.Fuzzing;

/// <summary>
/// Whatever type is sent, each of its values comes back. Types and values are random, from a seed: a failure names it, and
/// <c>WESTRPC_SEED</c> runs that one again. <c>WESTRPC_LONG=1</c> runs many more.
/// </summary>
public sealed class FormatterFuzzSpecs
{
    private const int Limit = 1_800_000;
    private const int TypesPerSeed = 20;
    private const int ValuesPerType = 200;
    private const int Seeds = 5;
    private const int LongSeeds = 400;

    [Fact(Timeout = Limit)]
    public async Task Random_values_of_random_types_come_back()
    {
        int? only = Environment.GetEnvironmentVariable("WESTRPC_SEED") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
        int seeds = only is not null ? 1 : Environment.GetEnvironmentVariable("WESTRPC_LONG") == "1" ? LongSeeds : Seeds;
        var watch = Stopwatch.StartNew();
        var compiling = new Stopwatch();
        await using IWorkManager work = await WorkManager.StartAsync("serial", new WorkManagerOptions { Isolate = true });
        for (int seed = only ?? 0; seed < (only ?? 0) + seeds; seed++)
        {
            compiling.Start();
            var batch = new FuzzBatch(seed, TypesPerSeed);
            compiling.Stop();
            var values = new FuzzValues(new Random(seed));
            for (int task = 0; task < batch.Count; task++)
            {
                for (int i = 0; i < ValuesPerType; i++)
                    await CheckAsync(work, seed, batch, task, values.Next(batch.TypeOf(task)));
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{seeds * TypesPerSeed * ValuesPerType:N0} values of {seeds * TypesPerSeed:N0} types in {watch.Elapsed.TotalSeconds:0.0} s, {compiling.Elapsed.TotalSeconds:0.0} s of it for generating and compiling"));
    }

    private static async Task CheckAsync(IWorkManager work, int seed, FuzzBatch batch, int task, object? value)
    {
        try
        {
            Expect.Same(value, await batch.EchoAsync(task, work, value));
        }
        catch (Exception e)
        {
            Assert.Fail($"WESTRPC_SEED={seed}, task {task}: {Expect.Describe(value)}\nof {batch.Describe(task)}\n{e}");
        }
    }
}
