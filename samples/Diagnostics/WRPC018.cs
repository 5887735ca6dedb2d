namespace WRPC018.Violation
{
#pragma warning disable WRPC018
    #region Violation
    static class Program
    {
        static async Task<int> Main(string[] args)
        {
            File.Delete("results.csv");
            return await WorkApplication.RunAsync(args, async run => await SimulateAsync(run));
        }

        static Task SimulateAsync(WorkRun run) => File.WriteAllTextAsync("results.csv", run.Work.Name, run.Cancellation);
    }
    #endregion
#pragma warning restore WRPC018
}

namespace WRPC018.Fix
{
    #region Fix
    static class Program
    {
        static async Task<int> Main(string[] args)
        {
            return await WorkApplication.RunAsync(args, async run =>
            {
                File.Delete("results.csv");
                await SimulateAsync(run);
            });
        }

        static Task SimulateAsync(WorkRun run) => File.WriteAllTextAsync("results.csv", run.Work.Name, run.Cancellation);
    }
    #endregion
}
