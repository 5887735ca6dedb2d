using System.Runtime.InteropServices;
using System.Text;

namespace WestRpc.Programs.Interop;

/// <summary>
/// posix_spawn: starts a program without copying this process, as leader of a process group of its own, with all signals
/// as they are at the start of a session.
/// </summary>
internal static unsafe partial class Spawn
{
    // More than any C library needs for these: 336, 80 and 128 bytes in glibc.
    private const int AttributesSize = 1024;
    private const int ActionsSize = 512;
    private const int SignalSetSize = 1024;

    private const short Flags = 0x02 | 0x04 | 0x08; // SETPGROUP, SETSIGDEF, SETSIGMASK

    private static readonly bool HasChangeDirectory = NativeLibrary.TryGetExport(
        NativeLibrary.GetMainProgramHandle(), "posix_spawn_file_actions_addchdir_np", out _);

    /// <summary>Starts it; the result is the error, 0 for none.</summary>
    /// <param name="file">The program's path; no search.</param>
    /// <param name="arguments">Its own name first.</param>
    /// <param name="environment">All that it is to have, as <c>NAME=value</c>.</param>
    /// <param name="directory">Where it is to run.</param>
    /// <param name="input">The descriptor that it has as standard input.</param>
    /// <param name="output">As standard output.</param>
    /// <param name="error">As standard error.</param>
    /// <param name="processId">Its process id, which is its group's.</param>
    public static int Start(
        string file, IReadOnlyList<string> arguments, IReadOnlyCollection<string> environment, string directory,
        int input, int output, int error, out int processId)
    {
        // glibc before 2.29 can't start a program elsewhere; a shell can.
        if (!HasChangeDirectory)
            (file, arguments) = ("/bin/sh", ["sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "sh", directory, file, .. arguments.Skip(1)]);
        byte* attributes = stackalloc byte[AttributesSize];
        byte* actions = stackalloc byte[ActionsSize];
        using var argv = new TextArray(arguments);
        using var envp = new TextArray(environment);
        processId = 0;
        _ = posix_spawnattr_init(attributes);
        _ = posix_spawn_file_actions_init(actions);
        try
        {
            byte* signals = stackalloc byte[SignalSetSize];
            _ = sigfillset(signals);
            _ = posix_spawnattr_setsigdefault(attributes, signals);
            _ = sigemptyset(signals);
            _ = posix_spawnattr_setsigmask(attributes, signals);
            _ = posix_spawnattr_setpgroup(attributes, 0);
            _ = posix_spawnattr_setflags(attributes, Flags);
            int failed = posix_spawn_file_actions_adddup2(actions, input, 0) | posix_spawn_file_actions_adddup2(actions, output, 1) |
                posix_spawn_file_actions_adddup2(actions, error, 2);
            if (failed == 0 && HasChangeDirectory)
                failed = posix_spawn_file_actions_addchdir_np(actions, directory);
            fixed (int* id = &processId)
                return failed != 0 ? failed : posix_spawn(id, file, actions, attributes, argv.Texts, envp.Texts);
        }
        finally
        {
            _ = posix_spawn_file_actions_destroy(actions);
            _ = posix_spawnattr_destroy(attributes);
        }
    }

    /// <summary>C's array of texts, all in one piece of memory.</summary>
    private readonly ref struct TextArray
    {
        public TextArray(IReadOnlyCollection<string> texts)
        {
            int pointers = (texts.Count + 1) * sizeof(byte*);
            Texts = (byte**)NativeMemory.Alloc((nuint)(pointers + texts.Sum(static t => Encoding.UTF8.GetByteCount(t) + 1)));
            byte* next = (byte*)Texts + pointers;
            int i = 0;
            foreach (string text in texts)
            {
                Texts[i++] = next;
                int length = Encoding.UTF8.GetBytes(text, new Span<byte>(next, Encoding.UTF8.GetByteCount(text)));
                next[length] = 0;
                next += length + 1;
            }

            Texts[i] = null;
        }

        public byte** Texts { get; }

        public void Dispose() => NativeMemory.Free(Texts);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawn(int* processId, string file, byte* actions, byte* attributes, byte** argv, byte** envp);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_init(byte* attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_destroy(byte* attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setflags(byte* attributes, short flags);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setpgroup(byte* attributes, int group);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigdefault(byte* attributes, byte* signals);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigmask(byte* attributes, byte* signals);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_init(byte* actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_destroy(byte* actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_adddup2(byte* actions, int from, int to);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawn_file_actions_addchdir_np(byte* actions, string directory);

    [LibraryImport("libc")]
    private static partial int sigfillset(byte* signals);

    [LibraryImport("libc")]
    private static partial int sigemptyset(byte* signals);
}
