using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using WestRpc.Diagnostics;

namespace WestRpc.Transports.Processes;

/// <summary>
/// Outlives the master by a moment: a shell that is told the workers' process groups, and that kills what is left of them
/// when its standard input ends, however the master came to its end. The kernel ends the workers of a master that was
/// killed, but not what they started. Programs that tasks started, and all that came of these, are told by their mark
/// (<see cref="Programs.ProgramTag"/>), and end as well; so do their scratch directories. Used by one thread at a time.
/// </summary>
/// <param name="logger">Is told where there can be no such shell.</param>
/// <param name="tag">What the marks of the programs begin with; null where others see to them.</param>
internal sealed class GroupGuard(ILogger logger, string? tag = null) : IDisposable
{
    // In a session of its own and deaf, so that what ends the master or stops it does not reach it.
    private const string Script = """
        exec >/dev/null 2>&1
        cd /
        trap '' HUP INT QUIT PIPE TERM TSTP TTIN TTOU
        groups=' '
        looks=3
        while read -r change group; do
          case "$change$groups" in
            .*) looks=1 ;;
            +*) groups="$groups$group " ;;
            -*" $group "*) groups="${groups%% $group *} ${groups#* $group }" ;;
          esac
        done
        for group in $groups; do kill -s KILL -- "-$group" "$group"; done
        [ -n "$1" ] || exit
        rounds=0
        while [ $looks -gt 0 ] && [ $rounds -lt 100 ]; do
          found=$(grep -lzF -- "$1." /proc/[0-9]*/environ)
          [ -n "$found" ] || looks=$((looks - 1))
          for environ in $found; do
            read -r stat < "${environ%/environ}/stat" || continue
            set -- "$1" "$2" ${stat##*) }
            [ "$5" -gt 1 ] && kill -s KILL -- "-$5"
            kill -s KILL "${stat%% *}"
          done
          rounds=$((rounds + 1))
          [ $looks -gt 0 ] && sleep 0.1
        done
        rm -rf -- "$2/westrpc-$1".*
        """;

    private static readonly TimeSpan EndGrace = TimeSpan.FromSeconds(1);

    private readonly HashSet<int> groups = [];
    private Process? shell;
    private bool started;

    /// <summary>Begins to watch. That takes some milliseconds, which the first workers need not wait for.</summary>
    public void Start()
    {
        started = true;
        Restart();
    }

    /// <summary>The group that this process leads is killed when the master is gone.</summary>
    public void Add(int leader)
    {
        groups.Add(leader);
        if (started && !Tell(Change('+', leader)))
            Restart();
    }

    /// <summary>Nothing is left of the group.</summary>
    public void Remove(int leader)
    {
        groups.Remove(leader);
        if (started && !Tell(Change('-', leader)))
            Restart();
    }

    /// <summary>Kills what is left, and waits until it is done.</summary>
    public void Dispose()
    {
        if (shell is null)
            return;
        Tell(". 0");
        Close(shell);
        shell.WaitForExit(EndGrace);
        shell.Dispose();
        shell = null;
    }

    private static string Change(char change, int leader) => string.Create(CultureInfo.InvariantCulture, $"{change} {leader}");

    private bool Tell(string change)
    {
        if (shell is null)
            return false;
        try
        {
            shell.StandardInput.BaseStream.Write(Encoding.ASCII.GetBytes($"{change}\n"));
            return true;
        }
        catch (IOException)
        {
            return false; // Somebody killed it.
        }
    }

    private void Restart()
    {
        shell?.Dispose();
        shell = null;
        if (groups.Count == 0 && tag is null)
            return;
        try
        {
            shell = StartShell(Script, "westrpc-guard", tag ?? "", Programs.ScratchPlace.Base);
            foreach (int group in groups)
                Tell(Change('+', group));
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            Log.NoGuard(logger, e.Message);
        }
    }

    private static Process StartShell(params string[] script)
    {
        try
        {
            return StartProgram("setsid", ["sh", "-c", .. script]);
        }
        catch (Win32Exception)
        {
            return StartProgram("sh", ["-c", .. script]);
        }
    }

    private static Process StartProgram(string program, string[] arguments)
    {
        // All three, or .NET takes it for a program that uses the terminal.
        Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardOutput.Close();
        process.StandardError.Close();
        return process;
    }

    private static void Close(Process process)
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone already.
        }
    }
}
