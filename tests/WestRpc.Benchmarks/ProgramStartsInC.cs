using System.Diagnostics;

namespace WestRpc.Benchmarks;

/// <summary>Programs a second that C starts and waits for: <c>posix_spawn</c> and <c>wait4</c> on threads.</summary>
internal static class ProgramStartsInC
{
    private const string Source = """
        #define _GNU_SOURCE
        #include <pthread.h>
        #include <spawn.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <sys/resource.h>
        #include <sys/wait.h>
        #include <time.h>

        extern char **environ;
        static char *program;
        static int each;

        static void *start_all(void *unused) {
            char *arguments[] = {program, NULL};
            for (int i = 0; i < each; i++) {
                pid_t process;
                int status;
                struct rusage usage;
                if (posix_spawn(&process, program, NULL, NULL, arguments, environ) != 0 ||
                    wait4(process, &status, 0, &usage) != process || status != 0)
                    abort();
            }
            return unused;
        }

        int main(int count, char **arguments) {
            int threads = atoi(arguments[2]);
            pthread_t thread[threads];
            struct timespec begin, end;
            program = arguments[3];
            each = atoi(arguments[1]) / threads;
            clock_gettime(CLOCK_MONOTONIC, &begin);
            for (int i = 0; i < threads; i++)
                pthread_create(&thread[i], NULL, start_all, NULL);
            for (int i = 0; i < threads; i++)
                pthread_join(thread[i], NULL);
            clock_gettime(CLOCK_MONOTONIC, &end);
            printf("%f\n", each * threads / (end.tv_sec - begin.tv_sec + (end.tv_nsec - begin.tv_nsec) / 1e9));
            return count != 4;
        }
        """;

    /// <summary>Compiles it; the result is the program.</summary>
    public static async Task<string> CompileAsync(DirectoryInfo folder)
    {
        string source = Path.Combine(folder.FullName, "starts.c");
        string program = Path.Combine(folder.FullName, "starts");
        await File.WriteAllTextAsync(source, Source);
        using Process compiler = Process.Start("cc", ["-O2", "-pthread", "-o", program, source]);
        await compiler.WaitForExitAsync();
        return compiler.ExitCode == 0 ? program : throw new InvalidOperationException("cc failed.");
    }
}
