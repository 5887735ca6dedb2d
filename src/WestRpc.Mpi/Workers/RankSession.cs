using WestRpc.Mpi.Interop;
using WestRpc.Mpi.Ranks;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Mpi.Workers;

/// <summary>
/// A rank's work for one work manager: one thread runs the calls, the one that owns MPI takes frames in.
/// </summary>
internal sealed class RankSession
{
    private const long LongCallNanoseconds = 50_000;

    private readonly object gate = new();
    private readonly RankSender sender;
    private readonly RankLink link;
    private readonly WorkerHost host;
    private readonly WorkerGreeting greeting;
    private readonly long heartbeat;
    private readonly Patience patience = new();
    private long began;
    private bool welcome;
    private string refusal = "";
    private long beat;

    public RankSession(WorkerIdentity worker, WorkerResources resources, RunTerms terms, RankSender sender)
    {
        this.sender = sender;
        heartbeat = terms.Heartbeat;
        link = new RankLink(sender, terms.MaxMessageBytes);
        host = new WorkerHost(worker, resources, link);
        greeting = new WorkerGreeting(worker);
        link.SendNow(greeting.Hello);
    }

    public void Start() => new Thread(Run) { Name = "westrpc worker", IsBackground = true }.Start();

    /// <exception cref="WireException">It is not for a worker.</exception>
    public void Receive(in Frame frame)
    {
        if (welcome || frame.Kind == FrameKind.Stop)
            host.Receive(frame);
        else
            Greet(frame);
    }

    /// <summary>There may be something to run, or nothing any more.</summary>
    public void BatchEnded()
    {
        lock (gate)
        {
            if (began == 0 && host.HasCalls)
                began = Patience.Now;
            Monitor.Pulse(gate);
        }
    }

    /// <summary>What there is to wait for: the end of a call, or another call.</summary>
    public Outlook OutlookAt(long now) => Volatile.Read(ref began) switch
    {
        0 => Outlook.Call,
        var time => now - time < LongCallNanoseconds ? Outlook.ShortCall : Outlook.LongCall,
    };

    public void Tick(long now)
    {
        if (heartbeat > 0 && welcome && now - beat >= heartbeat)
        {
            beat = now;
            link.SendNow(new Frame(new FrameHeader(0, FrameKind.Heartbeat, Nanoseconds: Environment.WorkingSet), default));
        }

        // The results of short calls before a long one must not wait for it.
        sender.Flush();
    }

    /// <summary>Cancels what runs, and takes nothing more.</summary>
    public void Stop()
    {
        host.Stop();
        BatchEnded();
    }

    private void Greet(in Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Welcome:
                welcome = true;
                break;
            case FrameKind.ContractQuery:
                link.SendNow(greeting.ContractTexts(frame));
                break;
            case FrameKind.Refuse:
                refusal = System.Text.Encoding.UTF8.GetString(frame.Body.Span);
                host.Stop();
                break;
            default:
                throw new WireException($"The master answered a greeting with a frame of kind {(int)frame.Kind}.");
        }
    }

    private void Run()
    {
        long last = 0;
        while (Next(out Frame call))
        {
            // What follows a long call is taken for long from its beginning.
            Volatile.Write(ref began, Patience.Now - Math.Min(last, LongCallNanoseconds));
            last = host.Execute(call);
            link.FlushIfDue(last);
        }

        link.SendNow(new Frame(RankFrame.Closed, System.Text.Encoding.UTF8.GetBytes(refusal)));
    }

    /// <summary>The next call; false after the master said stop.</summary>
    private bool Next(out Frame call)
    {
        if (host.TryTake(out call))
            return true;
        link.Flush();
        if (!Await(out call))
            return false;
        patience.Acted(Patience.Now, received: true);
        return true;
    }

    /// <summary>A wake-up costs more than the way to the master and back: who gets calls soon after one another stays awake.</summary>
    private bool Await(out Frame call)
    {
        Volatile.Write(ref began, 0);
        while (patience.NapAt(Patience.Now, Outlook.Call) == 0)
        {
            if (host.TryTake(out call))
                return true;
            Libc.YieldProcessor();
        }

        lock (gate)
        {
            while (!host.TryTake(out call))
            {
                if (host.IsStopping)
                    return false;
                began = 0;
                Monitor.Wait(gate);
            }
        }

        return true;
    }
}
