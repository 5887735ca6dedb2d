namespace WestRpc.Simulation.Replay;

/// <summary>The command <c>replay-log</c>.</summary>
internal static class ReplayCommand
{
    public static int Run(string path)
    {
        try
        {
            // The run may still be at it, and then has the file locked.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            ReplayResult result = LogReplay.Run(file);
            if (result.Gap is { } gap)
                Console.WriteLine(gap);
            if (result.Unfinished > 0)
                Console.WriteLine($"{result.Unfinished} tasks are not done at its end.");
            if (result.Difference is { } difference)
                Console.WriteLine(difference);
            Console.WriteLine($"{result.Losses} workers lost, {result.GivenAgain} calls given out again, {result.Retries} of them as retries");
            Console.WriteLine(
                $"{result.Events} events, {result.Effects} effects, {(result.Difference is null ? "identical" : "different")}");
            return result.Difference is null ? 0 : 1;
        }
        catch (Exception e) when (e is RecordException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }
}
