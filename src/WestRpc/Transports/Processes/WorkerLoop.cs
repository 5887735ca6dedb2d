using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Transports.Processes;

/// <summary>
/// Reads and runs in a child. The thread that reads a call runs it, so that a short one costs no wake-up. While it is busy
/// for long, a second thread, the stand-in, takes over reading, so that cancellations and a lost master are noticed.
/// </summary>
/// <param name="reader">The master's frames.</param>
/// <param name="link">The way back.</param>
/// <param name="host">What runs the calls.</param>
/// <param name="masterLost">Called when the socket closes without a word; does not return.</param>
internal sealed class WorkerLoop(FrameReader reader, SocketLink link, WorkerHost host, Action masterLost)
{
    // The stand-in looks so often while there is work, and sleeps for good after so many times without. It is never woken
    // by a call: that would cost each call a switch of threads.
    private const int StandInMilliseconds = 2;
    private const int QuietPeriods = 25;

    private enum Reader
    {
        Nobody,
        Runner,
        StandIn,
    }

    private readonly object gate = new();
    private readonly Queue<Frame> calls = new();
    private readonly object standInBed = new();
    private Reader reading;
    private long begun;
    private bool executing;
    private bool standInAsleep;
    private bool stopped;

    /// <summary>Serves until the master says stop.</summary>
    public void Run()
    {
        new Thread(StandIn) { Name = "westrpc stand-in", IsBackground = true }.Start();
        while (Next(out Frame call))
        {
            long busy = host.Execute(call);
            lock (gate)
                executing = false;
            link.FlushIfDue(busy);
        }

        link.Flush();
    }

    /// <summary>The next call: one that was read already, or read now; false after the master said stop.</summary>
    private bool Next(out Frame call)
    {
        while (true)
        {
            lock (gate)
            {
                if (calls.TryDequeue(out call))
                {
                    executing = true;
                    begun++;
                    if (standInAsleep)
                    {
                        standInAsleep = false;
                        lock (standInBed)
                            Monitor.Pulse(standInBed);
                    }

                    return true;
                }

                if (stopped)
                    return false;
            }

            // Nothing to run: what was collected must not wait for the next call.
            link.Flush();
            if (TakeReading())
                Read(Reader.Runner);
        }
    }

    /// <summary>Becomes the reader, or waits until the stand-in has read something.</summary>
    private bool TakeReading()
    {
        lock (gate)
        {
            while (calls.Count == 0 && !stopped)
            {
                if (reading == Reader.Nobody)
                {
                    reading = Reader.Runner;
                    return true;
                }

                Monitor.Wait(gate);
            }

            return false;
        }
    }

    private void StandIn()
    {
        long seen = 0;
        int quiet = 0;
        while (true)
        {
            if (quiet > QuietPeriods)
            {
                lock (standInBed)
                {
                    while (standInAsleep)
                        Monitor.Wait(standInBed);
                }

                quiet = 0;
            }

            Thread.Sleep(StandInMilliseconds);
            bool takeOver;
            lock (gate)
            {
                takeOver = executing && begun == seen && reading == Reader.Nobody;
                if (takeOver)
                    reading = Reader.StandIn;
                seen = begun;
                quiet = executing ? 0 : quiet + 1;
                standInAsleep = quiet > QuietPeriods;
            }

            if (takeOver)
                Read(Reader.StandIn);
        }
    }

    /// <summary>Reads once and gives the reading back.</summary>
    private void Read(Reader who)
    {
        bool open;
        try
        {
            open = TakeAll() || reader.Fill();
            TakeAll();
        }
        catch (WireException e)
        {
            Console.Error.WriteLine($"westrpc: {e.Message}");
            open = false;
        }

        lock (gate)
        {
            if (!open && !stopped)
                masterLost();
            if (reading == who)
                reading = Reader.Nobody;
            Monitor.Pulse(gate);
        }
    }

    private bool TakeAll()
    {
        bool any = false;
        while (reader.TryTake(out Frame frame))
        {
            Receive(frame);
            any = true;
        }

        return any;
    }

    private void Receive(in Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Assign:
                lock (gate)
                    calls.Enqueue(frame);
                break;
            case FrameKind.Define:
                host.Define(frame);
                break;
            case FrameKind.Cancel:
                host.Cancel(frame.Header.Lease);
                break;
            case FrameKind.Stop:
                host.Stop();
                lock (gate)
                {
                    stopped = true;
                    Monitor.Pulse(gate);
                }

                break;
            default:
                throw new WireException($"The master sent a frame of kind {(int)frame.Kind}, which is not for a worker.");
        }
    }
}
