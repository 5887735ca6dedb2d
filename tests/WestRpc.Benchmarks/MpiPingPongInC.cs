using System.Diagnostics;

namespace WestRpc.Benchmarks;

/// <summary>The loop of <see cref="MpiPingPong"/> in C.</summary>
internal static class MpiPingPongInC
{
    public const string Function = "ping_pong";

    private const string Source = """
        #include <mpi.h>
        #define TAG 7

        static void receive(int rank, char *bytes, int size) {
            MPI_Request request;
            MPI_Status status;
            int done = 0, count;
            MPI_Irecv(bytes, size, MPI_BYTE, 1 - rank, TAG, MPI_COMM_WORLD, &request);
            while (!done)
                MPI_Test(&request, &done, &status);
            MPI_Get_count(&status, MPI_BYTE, &count);
        }

        static void send(int rank, char *bytes, int size) {
            MPI_Request request;
            MPI_Status status;
            int done = 0;
            MPI_Isend(bytes, size, MPI_BYTE, 1 - rank, TAG, MPI_COMM_WORLD, &request);
            while (!done)
                MPI_Test(&request, &done, &status);
        }

        void ping_pong(int rank, char *bytes, int size, int rounds) {
            for (int i = 0; i < rounds; i++) {
                if (rank == 0)
                    send(rank, bytes, size);
                receive(rank, bytes, size);
                if (rank == 1)
                    send(rank, bytes, size);
            }
        }
        """;

    /// <summary>Compiles it with the library's own compiler; the result is the file.</summary>
    public static async Task<string> CompileAsync(string library, DirectoryInfo folder)
    {
        string source = Path.Combine(folder.FullName, "ping_pong.c");
        string file = Path.Combine(folder.FullName, "ping_pong.so");
        await File.WriteAllTextAsync(source, Source);
        using Process compiler = Process.Start(MpiLauncher.Compiler(library), ["-O2", "-shared", "-fPIC", "-o", file, source]);
        await compiler.WaitForExitAsync();
        return compiler.ExitCode == 0 ? file : throw new InvalidOperationException($"{MpiLauncher.Compiler(library)} failed.");
    }
}
