using System.Threading.Channels;
using WestRpc;

namespace TestProgram;

/// <summary>What a run prints, kept from the terminal and waited for.</summary>
internal sealed class RunLines : IDisposable
{
    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();
    private readonly IDisposable redirection;

    public RunLines(WorkRun run) => redirection = run.Output.RedirectTo(line => lines.Writer.TryWrite(line.Text));

    /// <summary>Waits for the next that has this in it.</summary>
    public async Task WithAsync(string part)
    {
        while (!(await lines.Reader.ReadAsync()).Contains(part, StringComparison.Ordinal))
        {
        }
    }

    public void Dispose() => redirection.Dispose();
}
