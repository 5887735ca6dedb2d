using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using WestRpc.Mpi.Configuration;
using WestRpc.Mpi.Interop;

namespace WestRpc.Benchmarks;

/// <summary>
/// Two ranks that send bytes there and back, by the binding or by the same loop in C, in the same processes: the C function is
/// compiled with the library's own compiler and loaded.
/// </summary>
internal static unsafe class MpiPingPong
{
    public const string Part = "ping-pong";
    public const string Binding = "binding";
    public const string C = "c";
    private const int Tag = 7;

    /// <summary>Answers with the microseconds of a round trip; a question names whose loop, how many bytes and how many rounds.</summary>
    public static int Run(string file)
    {
        Launcher.KeepTerminalClean();
        MpiLibrary library = MpiLibrary.TryLoad(Launcher.Detect(Environment.GetEnvironmentVariable)!.Libraries)!;
        library.Init();
        int rank = library.Rank(library.Abi.CommWorld);
        byte* bytes = null;
        int room = 0;
        var inC = (delegate* unmanaged<int, byte*, int, int, void>)NativeLibrary.GetExport(NativeLibrary.Load(file), MpiPingPongInC.Function);
        if (rank == 0)
        {
            MpiRanks.AnswerAsync(question =>
            {
                var asked = new Question(question[0] == C, Number(question[1]), Number(question[2]));
                Send(library, rank, (byte*)&asked, sizeof(Question));
                return Task.FromResult<double[]>([Measure(asked)]);
            }).GetAwaiter().GetResult();
            var end = default(Question);
            Send(library, rank, (byte*)&end, sizeof(Question));
        }
        else
        {
            while (Next(library, rank) is { Rounds: > 0 } asked)
                Measure(asked);
        }

        library.Finish();
        NativeMemory.AlignedFree(bytes);
        return 0;

        double Measure(in Question asked)
        {
            // The same for both loops: where the pages are makes a difference of its own.
            if (asked.Size > room)
            {
                NativeMemory.AlignedFree(bytes);
                bytes = (byte*)NativeMemory.AlignedAlloc((nuint)asked.Size, 64);
                NativeMemory.Clear(bytes, (nuint)asked.Size);
                room = asked.Size;
            }

            long started = Stopwatch.GetTimestamp();
            if (asked.InC)
                inC(rank, bytes, asked.Size, asked.Rounds);
            else
                ByBinding(library, rank, bytes, asked.Size, asked.Rounds);
            return Stopwatch.GetElapsedTime(started).TotalMicroseconds / asked.Rounds;
        }
    }

    private static void ByBinding(MpiLibrary library, int rank, byte* bytes, int size, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            if (rank == 0)
                Send(library, rank, bytes, size);
            Receive(library, rank, bytes, size);
            if (rank == 1)
                Send(library, rank, bytes, size);
        }
    }

    private static void Receive(MpiLibrary library, int rank, byte* bytes, int size)
    {
        nint request = library.Receive(bytes, size, 1 - rank, Tag, library.Abi.CommWorld);
        while (!library.Test(ref request, out _, out _))
        {
        }
    }

    private static void Send(MpiLibrary library, int rank, byte* bytes, int size)
    {
        nint request = library.Send(bytes, size, 1 - rank, Tag, library.Abi.CommWorld);
        while (!library.Test(ref request))
        {
        }
    }

    /// <summary>What rank 0 was asked; a core is left to others meanwhile.</summary>
    private static Question Next(MpiLibrary library, int rank)
    {
        Question question;
        nint request = library.Receive((byte*)&question, sizeof(Question), 1 - rank, Tag, library.Abi.CommWorld);
        while (!library.Test(ref request, out _, out _))
            Thread.Sleep(1);
        return question;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private readonly record struct Question(bool InC, int Size, int Rounds);
}
