namespace WestRpc.ZeroMQ.Checks;

/// <summary>
/// <c>cluster-check</c>: says line by line whether this machine can be a client of the server that the settings name, or a
/// server. Starts nothing, joins nothing.
/// </summary>
internal sealed class ClusterCheck(WorkManagerOptions work, ZeroMQOptions options)
{
    private const int FailedCode = 2;

    public async Task<int> RunAsync(CancellationToken stop)
    {
        var report = new CheckReport(work.Output);
        bool isClient = options.Mode == ZeroMQMode.Client;
        report.Title(isClient
            ? $"{Environment.MachineName} as a client:"
            : $"{Environment.MachineName} as a server (with WM_ZMQ_MODE=client, as a client):");
        if (isClient)
            await new ClientCheck(work, options, report).RunAsync(stop);
        else
            await new ServerCheck(work, options, report).RunAsync(stop);
        new MachineCheck(work, isClient, report).Run();
        report.Title(report.Failures == 0 ? "All is well: this machine can work here."
            : $"{report.Failures} of these {(report.Failures == 1 ? "lines says" : "lines say")} FAILED: this machine can't work here as it is.");
        return report.Failures == 0 ? 0 : FailedCode;
    }
}
