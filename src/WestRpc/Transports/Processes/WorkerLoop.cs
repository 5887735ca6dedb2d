using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Transports.Processes;

/// <summary>
/// Reads and runs in a child. The thread that reads a call runs it, so that a short one costs no wake-up. While it is busy
/// for long, a second thread, the stand-in, takes over: it sends what waits to be sent, and reads, so that cancellations and
/// a lost master are noticed.
/// </summary>
/// <param name="reader">The master's frames.</param>
/// <param name="link">The way back.</param>
/// <param name="host">What runs the calls.</param>
/// <param name="masterLost">Called when the socket closes without a word; does not return.</param>
internal sealed class WorkerLoop(FrameReader reader, SocketLink link, WorkerHost host, Action masterLost)
{
    private enum Reader
    {
        Nobody,
        Runner,
        StandIn,
    }

    private readonly object gate = new();
    private Reader reading;
    private long begun;
    private long begunBefore;
    private bool executing;

    /// <summary>Serves until the master says stop.</summary>
    public void Run()
    {
        var standIn = new BusyWatch("westrpc stand-in", StandIn);
        standIn.Start();
        long busy = 0;
        while (Next(busy, out Frame call))
        {
            standIn.CallBegan();
            busy = host.Execute(call);
        }

        link.Flush();
    }

    /// <summary>
    /// The next call: one that was read already, or read now; false after the master said stop. The last one took so many
    /// nanoseconds.
    /// </summary>
    private bool Next(long busy, out Frame call)
    {
        while (true)
        {
            bool taken;
            bool watched;
            lock (gate)
            {
                taken = host.TryTake(out call);
                executing = taken;
                watched = reading != Reader.StandIn;
                if (taken)
                    begun++;
                else if (host.IsStopping)
                    return false;
            }

            // A stand-in that is reading still, since a long call before, would not send what the next long one holds up;
            // and where nothing is left to run, what was collected must not wait for the next call.
            if (taken && watched)
                link.FlushIfDue(busy);
            else
                link.Flush();
            if (taken)
                return true;
            if (TakeReading())
                Read(Reader.Runner);
        }
    }

    /// <summary>Becomes the reader, or waits until the stand-in has read something.</summary>
    private bool TakeReading()
    {
        lock (gate)
        {
            while (!host.HasCalls && !host.IsStopping)
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

    /// <summary>Takes over where the call that ran last time runs still; whether any runs.</summary>
    private bool StandIn()
    {
        bool busy;
        lock (gate)
        {
            busy = executing;
            bool heldUp = executing && begun == begunBefore && reading == Reader.Nobody;
            begunBefore = begun;
            if (!heldUp)
                return busy;
            reading = Reader.StandIn;
        }

        // The results of short calls before the long one must not wait for it.
        link.TryFlush();
        Read(Reader.StandIn);
        return busy;
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
            if (!open && !host.IsStopping)
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
            host.Receive(frame);
            any = true;
        }

        return any;
    }
}
