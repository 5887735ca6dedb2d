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
/// killed, but not what they started. Used by one thread at a time.
/// </summary>
internal sealed class GroupGuard(ILogger logger) : IDisposable
{
    // In a session of its own and deaf, so that what ends the master or stops it does not reach it.
    private const string Script = """
        exec >/dev/null 2>&1
        cd /
        trap '' HUP INT QUIT PIPE TERM TSTP TTIN TTOU
        groups=' '
        while read -r change group; do
          case "$change$groups" in
            +*) groups="$groups$group " ;;
            -*" $group "*) groups="${groups%% $group *} ${groups#* $group }" ;;
          esac
        done
        for group in $groups; do kill -s KILL -- "-$group" "$group"; done
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
        if (started && !Tell('+', leader))
            Restart();
    }

    /// <summary>Nothing is left of the group.</summary>
    public void Remove(int leader)
    {
        groups.Remove(leader);
        if (started && !Tell('-', leader))
            Restart();
    }

    /// <summary>Kills what is left, and waits until it is done.</summary>
    public void Dispose()
    {
        if (shell is null)
            return;
        Close(shell);
        shell.WaitForExit(EndGrace);
        shell.Dispose();
        shell = null;
    }

    private bool Tell(char change, int leader)
    {
        if (shell is null)
            return false;
        try
        {
            shell.StandardInput.BaseStream.Write(
                Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{change} {leader}\n")));
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
        if (groups.Count == 0)
            return;
        try
        {
            shell = StartShell();
            foreach (int group in groups)
                Tell('+', group);
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            Log.NoGuard(logger, e.Message);
        }
    }

    private static Process StartShell()
    {
        try
        {
            return StartShell("setsid", "sh", "-c", Script, "westrpc-guard");
        }
        catch (Win32Exception)
        {
            return StartShell("sh", "-c", Script, "westrpc-guard");
        }
    }

    private static Process StartShell(string program, params string[] arguments)
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
