using WestRpc.Benchmarks.Figures;

namespace WestRpc.Benchmarks.Reporting;

/// <summary>Arguments that come back, by size.</summary>
internal static class LargeMessages
{
    private const int Megabyte = 1 << 20;
    private const int MostInFlight = 100;
    private const int MostBytesInFlight = 128 << 20;

    public static async Task MeasureAsync(Session session)
    {
        // The size that goals are about first, the least last: they may be left out.
        foreach (int size in session.Plan.Sizes.OrderBy(static s => s != Megabyte).ThenByDescending(static s => s))
        {
            if (size != Megabyte && session.IsLate($"{size:N0} bytes there and back"))
                continue;
            await MeasureAsync(session, Quantities.Echo, WorkQuestions.Large, size, 1);
            if (size == Megabyte)
                await MeasureAsync(session, Quantities.EchoNumbers, WorkQuestions.LargeNumbers, size, 1);
            await MeasureAsync(session, Quantities.EchoMany, WorkQuestions.Large, size, Math.Clamp(MostBytesInFlight / size, 2, MostInFlight));
        }
    }

    private static async Task MeasureAsync(Session session, string quantity, string question, int size, int inFlight)
    {
        int least = inFlight == 1 ? 2 : inFlight;
        string Ask(int count) => $"{question} {size} {count} {inFlight}";
        Dictionary<Subject, int> counts = await session.CalibrateAsync(question, Ask, least, 100_000);
        async Task AskAndKeepAsync(Subject subject)
        {
            double seconds = (await subject.AskAsync(Ask(counts[subject])))[0];
            session.Add(quantity, subject, "MB/s", (double)counts[subject] * size / seconds / 1e6, size);
        }

        await (size == Megabyte ? session.PassesAsync(question, AskAndKeepAsync) : session.LongPassesAsync(question, AskAndKeepAsync));
    }
}
