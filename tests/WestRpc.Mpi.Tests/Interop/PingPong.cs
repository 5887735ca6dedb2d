using WestRpc.Mpi.Configuration;
using WestRpc.Mpi.Interop;

namespace WestRpc.Mpi.Tests.Interop;

/// <summary>Two ranks that send each other blocks, through the binding alone, while the garbage collector moves all that it may.</summary>
internal static unsafe class PingPong
{
    public const string Argument = "--ping-pong";
    private const int Rounds = 60;
    private const int Tag = 7;

    public static int Run()
    {
        var launcher = Launcher.Detect(Environment.GetEnvironmentVariable)!;
        MpiLibrary library = MpiLibrary.TryLoad(launcher.Libraries)!;
        library.Init();
        nint comm = library.Duplicate(library.Abi.CommWorld);
        int rank = library.Rank(comm);
        int other = 1 - rank;
        bool stop = false;
        var stress = new Thread(() =>
        {
            var garbage = new List<byte[]>();
            while (!Volatile.Read(ref stop))
            {
                for (int i = 0; i < 200; i++)
                    garbage.Add(new byte[Random.Shared.Next(20_000)]);
                garbage.RemoveAll(static g => g.Length % 3 != 0);
                GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
                if (garbage.Count > 1_000)
                    garbage.Clear();
            }
        });
        stress.Start();
        int bad = 0;
        for (int round = 0; round < Rounds; round++)
        {
            int size = round % 2 == 0 ? 64 : 1 << 20;
            byte[] sent = Block(size, rank, round);
            byte[] received = new byte[size];
            fixed (byte* from = sent, to = received)
            {
                nint receive = library.Receive(to, size, rank == 0 ? other : library.Abi.AnySource, Tag, comm);
                nint send = library.Send(from, size, other, Tag, comm);
                int source;
                int count;
                while (!library.Test(ref receive, out source, out count))
                    Thread.Yield();
                while (!library.Test(ref send))
                    Thread.Yield();
                if (source != other || count != size)
                    bad++;
            }

            if (!received.AsSpan().SequenceEqual(Block(size, other, round)))
                bad++;
        }

        Volatile.Write(ref stop, true);
        stress.Join();
        library.Free(comm);
        library.Finish();
        if (rank == 0)
            Console.WriteLine($"{Rounds} rounds, {bad} bad, {library.Abi.Name}, collections {GC.CollectionCount(2) > 0}");
        return bad;
    }

    private static byte[] Block(int size, int rank, int round)
    {
        byte[] block = new byte[size];
        new Random((1_000 * rank) + round).NextBytes(block);
        return block;
    }
}
