using System.Diagnostics;

namespace WestRpc.Benchmarks;

/// <summary>One call after the other through a node with one worker, sealed, over TCP.</summary>
internal sealed class ZeroMQRoundTripBenchmark : RatioBenchmark
{
    private const int Count = 2_000;

    // What a request takes in our frames: the seal, the worker's number, the header, the arguments.
    private static readonly byte[] Message = new byte[24 + 4 + 24 + 6];

    private ZeroMQRun? run;
    private BareNetMQ? bare;

    public override string Name => "zmq-round-trip";

    protected override string Title => "await in a loop through a node with one worker, TCP on loopback, sealed";

    protected override string Reference => "a bare NetMQ ping-pong of the same bytes between two processes";

    protected override bool IsRate => false;

    protected override string Unit => "µs";

    protected override async Task StartAsync()
    {
        run = await ZeroMQRun.StartAsync(workers: 1);
        bare = new BareNetMQ();
    }

    protected override async Task StopAsync()
    {
        bare!.Dispose();
        await run!.DisposeAsync();
    }

    protected override async Task<double> MeasureOursAsync()
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < Count; i++)
            await BenchmarkTasks.EchoTask.SubmitAsync(run!.Work, 100_000 + i);
        return Microseconds(Count, started);
    }

    protected override Task<double> MeasureReferenceAsync()
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < Count; i++)
        {
            bare!.Send(Message);
            bare.Receive();
        }

        return Task.FromResult(Microseconds(Count, started));
    }
}
