using System.Diagnostics;
using System.Globalization;
using WestRpc.Benchmarks.Figures;

namespace WestRpc.Benchmarks.Reporting;

/// <summary>
/// The least that it takes between two processes: blocking calls over a Unix socket. Small messages go many together, as
/// ours do; what comes back gets an array of its own.
/// </summary>
internal sealed class RawSubject() : Subject(Subjects.Raw)
{
    // A header of 24 bytes; the argument is an array of one number, the answer a number, here of up to five bytes each.
    private const int RequestSize = 24 + 6;
    private const int AnswerSize = 24 + 5;
    private const int Together = 64;

    private RawEcho? one;
    private RawEcho? many;
    private RawEcho? large;
    private int largeSize;

    public override IReadOnlySet<string> Questions { get; } = new HashSet<string>
    {
        WorkQuestions.RateMany, WorkQuestions.Latency, WorkQuestions.Large, WorkQuestions.LargeNumbers,
    };

    public override IReadOnlyList<int> Workers => [many!.ChildId];

    public override Task StartAsync()
    {
        one = new RawEcho(RequestSize, AnswerSize);
        many = new RawEcho(Together * RequestSize, Together * AnswerSize);
        return Task.CompletedTask;
    }

    public override Task<double[]> AskAsync(string question)
    {
        string[] words = question.Split(' ');
        int[] numbers = [.. words.Skip(1).Select(static w => int.Parse(w, CultureInfo.InvariantCulture))];
        return Task.FromResult<double[]>(words[0] switch
        {
            WorkQuestions.RateMany => [Seconds(() => many!.Stream(Math.Max(1, numbers[0] / Together))) * numbers[0] / Math.Max(Together, numbers[0] / Together * Together)],
            WorkQuestions.Latency => Latency(numbers[0]),
            _ => [Large(numbers[0], numbers[1], numbers[2])],
        });
    }

    public override ValueTask DisposeAsync()
    {
        one?.Dispose();
        many?.Dispose();
        large?.Dispose();
        return ValueTask.CompletedTask;
    }

    private double[] Latency(int count)
    {
        double[] times = new double[count];
        for (int i = 0; i < count; i++)
        {
            long started = Stopwatch.GetTimestamp();
            one!.RoundTrip();
            times[i] = WorkQuestions.Microseconds(started);
        }

        return times;
    }

    private double Large(int size, int count, int inFlight)
    {
        if (largeSize != size)
        {
            large?.Dispose();
            large = new RawEcho(size, size);
            largeSize = size;
        }

        return Seconds(() =>
        {
            if (inFlight > 1)
            {
                large!.Stream(count);
                return;
            }

            for (int i = 0; i < count; i++)
                large!.RoundTripToNewArray();
        });
    }

    private static double Seconds(Action action)
    {
        long started = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
