using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using WestRpc.Mpi.Interop;
using WestRpc.Wire;

namespace WestRpc.Mpi.Ranks;

/// <summary>
/// The one thread that calls MPI, from its beginning to its end: sends what others have queued, receives for all, and
/// naps while there is nothing to do. Who queues something wakes it.
/// </summary>
internal sealed unsafe class MpiThread(MpiLibrary library)
{
    private const int FramesTag = 1;
    private const int BodyTag = 2;

    // So many messages to one rank are given to MPI at once: what a stopped rank does not take must not be asked about for ever.
    private const int MostOnTheirWay = 8;
    private const int MostAtOnce = 32;
    private const int KeptChunks = 64;
    private const long TickPeriod = 5_000_000;
    private const long LongestTick = 1_000;
    private static readonly TimeSpan FinalizeTime = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource<MpiPlace> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<RankSender> scheduled = new();
    private readonly ConcurrentQueue<Action> posted = new();
    private readonly ConcurrentBag<OutgoingMessage> chunks = [];
    private readonly List<OutgoingMessage> onTheirWay = [];
    private readonly List<IncomingRank> bodies = [];
    private readonly int bell = Libc.CreateBell();
    private readonly byte[] inbox = GC.AllocateUninitializedArray<byte>(OutgoingMessage.ChunkSize, pinned: true);
    private IncomingRank[] incoming = [];
    private RankSender[] senders = [];
    private IRankReceiver? receiver;
    private nint comm;
    private nint receive;
    private int threadId;
    private volatile bool napping;
    private bool? finalize;

    /// <summary>Completes when MPI has ended: with whether it was finalized.</summary>
    public Task<bool> Ended => ended.Task;

    /// <summary>Initializes MPI, and then serves.</summary>
    /// <param name="check">Looks at how many ranks there are, and may throw.</param>
    public Task<MpiPlace> StartAsync(Action<int> check)
    {
        new Thread(() => Run(check)) { Name = "westrpc mpi", IsBackground = true }.Start();
        return started.Task;
    }

    /// <summary>Before this nothing is received.</summary>
    public void ReceiveWith(IRankReceiver to) => Post(() => receiver = to);

    /// <summary>The largest body that is taken from a rank; on this thread.</summary>
    public void Limit(int rank, int maxBody) => incoming[rank].MaxBody = maxBody;

    /// <summary>The way to a rank.</summary>
    public RankSender To(int rank) => senders[rank];

    /// <summary>Runs something on this thread.</summary>
    public void Post(Action action)
    {
        posted.Enqueue(action);
        Wake();
    }

    /// <summary>Ends MPI, with MPI_Finalize or without; on this thread.</summary>
    public void End(bool withFinalize) => finalize ??= withFinalize;

    public void Schedule(RankSender sender)
    {
        scheduled.Enqueue(sender);
        Wake();
    }

    public OutgoingMessage Rent() => chunks.TryTake(out OutgoingMessage? chunk) ? chunk : new OutgoingMessage();

    private void Wake()
    {
        if (Environment.CurrentManagedThreadId == threadId)
            return;
        Interlocked.MemoryBarrier();
        if (!napping)
            return;
        napping = false;
        Libc.Ring(bell);
    }

    private void Run(Action<int> check)
    {
        threadId = Environment.CurrentManagedThreadId;
        Libc.TakeShortNaps();
        try
        {
            started.SetResult(Begin(check));
        }
        catch (Exception e)
        {
            started.SetException(e);
            return;
        }

        try
        {
            Serve();
            ended.TrySetResult(Finish());
        }
        catch (MpiException e)
        {
            receiver?.Failed(e);
            ended.TrySetResult(false);
        }
    }

    private MpiPlace Begin(Action<int> check)
    {
        if (library.IsFinalized)
            throw new WorkConfigurationException("MPI was already finalized in this process, and can't be started twice: start the work manager before, or leave MPI to it.");
        if (library.IsInitialized)
            throw new WorkConfigurationException("MPI is already initialized in this process: leave that to the work manager, which calls it from a thread of its own.");
        library.Init();
        int size = library.Size(library.Abi.CommWorld);
        try
        {
            check(size);
        }
        catch
        {
            library.Finish();
            throw;
        }

        int rank = library.Rank(library.Abi.CommWorld);
        comm = library.Duplicate(library.Abi.CommWorld);
        (_, int ranksHere) = RankHere(takesPart: true, rank);
        (int index, int workersHere) = RankHere(takesPart: rank > 0, rank);
        MpiPlace place = rank > 0 ? new(rank, size, index, workersHere) : new(rank, size, ranksHere - 1, ranksHere - 1);
        incoming = [.. Enumerable.Range(0, size).Select(static r => new IncomingRank(r))];
        senders = [.. Enumerable.Range(0, size).Select(r => new RankSender(r, this))];
        PostReceive();
        return place;
    }

    /// <summary>Among those of its machine that take part, which this one is, and how many there are.</summary>
    private (int Rank, int Size) RankHere(bool takesPart, int rank)
    {
        nint machine = library.SplitByMachine(comm, takesPart, rank);
        if (machine == 0)
            return default;
        (int, int) here = (library.Rank(machine), library.Size(machine));
        library.Free(machine);
        return here;
    }

    private void Serve()
    {
        long ticked = Patience.Now;
        var patience = new Patience();
        patience.Acted(ticked, received: false);
        long tickClock = 0;
        int idlePolls = 0;
        while (true)
        {
            bool any = RunPosted();
            any |= SendScheduled();
            any |= CompleteSends();
            bool received = receiver is not null && ReceiveAll();
            if (finalize is { } how && scheduled.IsEmpty && (!how || onTheirWay.Count == 0))
                return;
            long now = Patience.Now;
            if (now - ticked > TickPeriod)
            {
                // A process that was stopped has not waited.
                tickClock += Math.Min((now - ticked) / 1_000_000, LongestTick);
                ticked = now;
                receiver?.Tick(tickClock);
            }

            if (any || received)
            {
                patience.Acted(now, received);
                idlePolls = 0;
                continue;
            }

            // After a nap the first call only makes progress, the second sees what has come.
            if (++idlePolls < 2)
                continue;
            long nap = patience.NapAt(now, receiver?.OutlookAt(now) ?? Outlook.Call, onTheirWay.Count + bodies.Count > 0);
            if (nap == 0)
                Libc.YieldProcessor();
            else
                Nap(nap);
            idlePolls = nap == 0 ? 1 : 0;
        }
    }

    private void Nap(long nanoseconds)
    {
        napping = true;
        Interlocked.MemoryBarrier();
        if (scheduled.IsEmpty && posted.IsEmpty)
            Libc.AwaitRing(bell, nanoseconds);
        napping = false;
    }

    private bool RunPosted()
    {
        bool any = false;
        while (posted.TryDequeue(out Action? action))
        {
            action();
            any = true;
        }

        return any;
    }

    private bool SendScheduled()
    {
        bool any = false;
        while (scheduled.TryDequeue(out RankSender? sender))
        {
            any = true;
            SendOn(sender);
        }

        return any;
    }

    private void SendOn(RankSender sender)
    {
        while (sender.OnTheirWay < MostOnTheirWay)
        {
            if (sender.Next() is not { } message)
                return;
            if (sender.IsCut)
            {
                Recycle(message);
                continue;
            }

            try
            {
                message.Request = library.Send(message.Start, message.Length, sender.Rank, message.IsBody ? BodyTag : FramesTag, comm);
                if (library.Test(ref message.Request))
                {
                    Recycle(message);
                    continue;
                }
            }
            catch (MpiException e)
            {
                Cut(sender, e);
                continue;
            }

            message.Sender = sender;
            sender.OnTheirWay++;
            onTheirWay.Add(message);
        }
    }

    private bool CompleteSends()
    {
        bool any = false;
        for (int i = onTheirWay.Count - 1; i >= 0; i--)
        {
            OutgoingMessage message = onTheirWay[i];
            RankSender sender = message.Sender!;
            try
            {
                if (!library.Test(ref message.Request))
                    continue;
                Recycle(message);
            }
            catch (MpiException e)
            {
                Cut(sender, e);
            }

            any = true;
            onTheirWay.RemoveAt(i);
            if (sender.OnTheirWay-- == MostOnTheirWay)
                SendOn(sender);
        }

        return any;
    }

    /// <summary>MPICH over TCP says of a dead rank that it can't be sent to; the others are well. Nothing more is sent there.</summary>
    private void Cut(RankSender sender, MpiException reason)
    {
        if (sender.IsCut)
            return;
        sender.IsCut = true;
        Break(sender.Rank, reason.Message);
    }

    private void Recycle(OutgoingMessage message)
    {
        if (message.IsBody)
        {
            message.Dispose();
            return;
        }

        message.Reset();
        if (chunks.Count < KeptChunks)
            chunks.Add(message);
    }

    private void PostReceive() => receive = library.Receive(
        (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(inbox, 0), inbox.Length, library.Abi.AnySource, FramesTag, comm);

    private bool ReceiveAll()
    {
        int count = 0;
        while (count < MostAtOnce && library.Test(ref receive, out int source, out int length))
        {
            byte[] message = inbox.AsSpan(0, length).ToArray();
            PostReceive();
            count++;
            Take(source, message);
        }

        if (bodies.Count > 0)
            count += CompleteBodies();
        if (count > 0)
            receiver!.BatchEnded();
        return count > 0;
    }

    private int CompleteBodies()
    {
        int count = 0;
        for (int i = bodies.Count - 1; i >= 0; i--)
        {
            IncomingRank from = bodies[i];
            if (!library.Test(ref from.Request))
                continue;
            count++;
            bodies.RemoveAt(i);
            Frame frame = from.End();
            if (!from.IsBroken)
                Deliver(from.Rank, frame);
            while (!from.AwaitsBody && from.TryTakeWaiting(out byte[]? message))
                Take(from.Rank, message!);
        }

        return count;
    }

    private void Take(int source, byte[] message)
    {
        IncomingRank from = incoming[source];
        if (from.IsBroken)
            return;
        if (from.AwaitsBody)
        {
            from.Wait(message);
            return;
        }

        try
        {
            ReadOnlyMemory<byte> rest = message;
            while (!rest.IsEmpty)
            {
                if (rest.Length < FrameHeader.Size)
                    throw new WireException($"A message ends in the middle of a frame's header, with {rest.Length} bytes.");
                FrameHeader header = FrameHeader.Read(rest.Span, from.MaxBody);
                rest = rest[FrameHeader.Size..];
                if (header.Length > RankSender.LargestInline)
                {
                    nint room = from.Begin(header);
                    from.Request = library.Receive((byte*)room, header.Length, source, BodyTag, comm);
                    bodies.Add(from);
                    if (!rest.IsEmpty)
                        throw new WireException("A message goes on behind the header of a large body.");
                    return;
                }

                if (header.Length > rest.Length)
                    throw new WireException($"A frame announces {header.Length:N0} bytes in a message that has {rest.Length:N0} left.");
                Deliver(source, new Frame(header, rest[..header.Length]));
                rest = rest[header.Length..];
            }
        }
        catch (Exception e) when (e is WireException or OutOfMemoryException)
        {
            Break(source, e.Message);
        }
    }

    private void Deliver(int source, in Frame frame)
    {
        try
        {
            receiver!.Received(source, frame);
        }
        catch (WireException e)
        {
            // The frames behind it can be read: that it is ready to end, for one.
            receiver!.Broken(source, e.Message);
        }
    }

    private void Break(int source, string reason)
    {
        incoming[source].IsBroken = true;
        receiver!.Broken(source, reason);
    }

    /// <summary>Whether MPI was finalized.</summary>
    private bool Finish()
    {
        if (finalize != true || bodies.Count > 0)
            return false;

        // A rank that dies just now could hold this up for ever, and so can a library by itself: then it is left without.
        using var watch = new Timer(_ => ended.TrySetResult(false), null, FinalizeTime, Timeout.InfiniteTimeSpan);
        library.Cancel(ref receive);
        library.Free(comm);
        library.Finish();
        return true;
    }
}
