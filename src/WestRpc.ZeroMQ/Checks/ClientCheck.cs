using System.ComponentModel;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using WestRpc.Wire;
using WestRpc.ZeroMQ.Configuration;
using WestRpc.ZeroMQ.Nodes;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Wire;

namespace WestRpc.ZeroMQ.Checks;

/// <summary>Whether a client finds its server and is known to it.</summary>
internal sealed class ClientCheck(WorkManagerOptions work, ZeroMQOptions options, CheckReport report, TimeProvider? clock = null)
{
    private const string Settings = "settings";
    private const string ServerFile = "server file";
    private const string Build = "build";
    private const string Names = "names";
    private const string Ports = "ports";
    private const string Secret = "secret";
    private const string Clock = "clock";

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(3);

    // What a run's log, and its end by the wall time, may be off by.
    private static readonly TimeSpan MostClockDifference = TimeSpan.FromSeconds(5);

    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            ClientSetup.Make(work, options, NullLogger.Instance);
        }
        catch (WorkConfigurationException e)
        {
            report.Failed(Settings, e.Message);
            Skip("the settings come first", ServerFile, Build, Names, Ports, Secret, Clock);
            return;
        }

        NamedFile? file = ClientSetup.FileOf(options);
        report.Ok(Settings, file is null ? "the server is where the endpoints say" : $"the server is the one of {file.Path} ({file.Variable})");
        using ServerInfo? info = file is null ? null : ReadFile(file);
        if (file is not null && info is null)
        {
            Skip("the server's file comes first", Build, Names, Ports, Secret, Clock);
            return;
        }

        ConnectPlan? plan = await FindAddressesAsync(info, stop);
        IPEndPoint? tasks = plan is null ? null : await ReachAsync(plan, stop);
        (MasterLook Master, TimeSpan Ahead)? seen = tasks is null ? null : Look(tasks, info);
        if (info is not null || seen is not null)
            CheckBuild(info?.Version ?? seen!.Value.Master.Version, info?.Build ?? seen!.Value.Master.Build);
        else
            report.Skipped(Build, "the server's answer comes first");
        if (plan is null || tasks is null)
            Skip("the way to the server comes first", plan is null ? [Ports, Secret] : [Secret]);
        if (seen is { } answer)
            CheckClock(answer.Ahead);
        else
            report.Skipped(Clock, "the server's answer comes first");
    }

    private ServerInfo? ReadFile(NamedFile file)
    {
        // That the build is another one is a line of its own.
        FileOutcome<ServerInfo> outcome = new ServerInfoReader(file, ServerInfoTerms.Of(work, options) with { AllowMixedBuilds = true }).Read();
        report.Passed(
            ServerFile,
            outcome.State switch
            {
                FileState.Good => null,
                FileState.Missing => $"{outcome.Reason}: start the server; where it runs, this machine does not see its folder, or not yet",
                FileState.Partial or FileState.Stale => $"{outcome.Reason}: start the server again, or name the file of the one that runs",
                _ => outcome.Reason,
            },
            outcome.Value is { } info ? $"of run {info.RunId[..Math.Min(8, info.RunId.Length)]}, whose server is process {info.Master.ProcessId} on {info.Master.Host}" : "");
        return outcome.Value;
    }

    private async Task<ConnectPlan?> FindAddressesAsync(ServerInfo? info, CancellationToken stop)
    {
        try
        {
            ConnectPlan plan = await ConnectPlan.MakeAsync(options with { StartupTimeout = TimeSpan.Zero }, info, Dns.GetHostAddressesAsync, stop);
            report.Ok(Names, info is null ? $"the server is at {plan.Tasks[0].Address}" : await NameAsync(info.Master.Host, stop));
            return plan;
        }
        catch (WorkConfigurationException e)
        {
            report.Failed(Names, e.Message);
            return null;
        }
    }

    private static async Task<string> NameAsync(string host, CancellationToken stop)
    {
        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(host, stop);
            return $"{host} is {string.Join(", ", addresses.AsEnumerable())} here";
        }
        catch (SocketException)
        {
            return $"none is needed: {host} does not resolve here, and the server's file has its addresses";
        }
    }

    /// <summary>Tries all that clients connect to; returns where the server hands out tasks, null where a port can't be reached.</summary>
    private async Task<IPEndPoint?> ReachAsync(ConnectPlan plan, CancellationToken stop)
    {
        (string Name, IReadOnlyList<IPEndPoint> Addresses)[] channels =
            [("tasks", plan.Tasks), ("results", plan.Results), ("announcements", plan.Announcements)];
        var open = new List<IPEndPoint>();
        foreach ((string name, IReadOnlyList<IPEndPoint> addresses) in channels)
        {
            Reach[] reached = await Task.WhenAll(addresses.Select(a => Dial.LookAsync(a, AnswerTimeout, stop)));
            stop.ThrowIfCancellationRequested();
            int first = Array.IndexOf(reached, Reach.Open);
            if (first < 0)
            {
                string where = string.Join(", ", addresses);
                report.Failed(Ports, reached.Contains(Reach.Refused)
                    ? $"nobody listens for {name} at {where}: the server has ended, or a firewall refuses; start it, or open the port"
                    : $"no answer for {name} from {where}: a firewall or the network is in between; open the ports (WM_ZMQ_PORT_RANGE on the server chooses them), or have the server listen on a network that both are on (WM_ZMQ_BIND)");
                return null;
            }

            open.Add(addresses[first]);
        }

        report.Ok(Ports, $"open: {string.Join(", ", channels.Zip(open, static (c, a) => $"{a} for {c.Name}"))}");
        return open[0];
    }

    private (MasterLook Master, TimeSpan Ahead)? Look(IPEndPoint tasks, ServerInfo? info)
    {
        RunSecret? own = null;
        try
        {
            if (options.Security == ZeroMQSecurity.On && info is null)
            {
                FileOutcome<RunSecret> read = SecretFile.Read(new NamedFile(ZeroMQSettings.SecretFileVariable, Path.GetFullPath(options.SecretFile!)));
                if (read.Value is null)
                {
                    report.Failed(Secret, $"{read.Reason}: name the file that the server has");
                    return null;
                }

                own = read.Value;
            }

            if (Dial.ToAsync(tasks, AnswerTimeout, CancellationToken.None).GetAwaiter().GetResult().Socket is not { } socket)
            {
                report.Failed(Ports, $"{tasks} was open and is not any more: the server has ended");
                return null;
            }

            (MasterLook, TimeSpan)? seen = MasterLink.TryLook(
                socket, own ?? info?.Secret.Value ?? RunSecret.None, new NodeSettings(default, 0, work.MaxMessageBytes, AnswerTimeout), clock ?? TimeProvider.System);
            report.Passed(
                Secret,
                seen is null ? $"{tasks} takes connections and does not answer: it is not this run's server, or its secret is another one ({ZeroMQSettings.SecretFileVariable}, the server's file)" : null,
                options.Security == ZeroMQSecurity.On ? "the server knows it as well" : "none, and nothing is sealed (WM_ZMQ_SECURITY is none)");
            return seen;
        }
        catch (Exception e) when (e is SealException or WireException or Win32Exception)
        {
            report.Failed(Secret, $"{tasks} answers what this run's server would not ({e.Message.TrimEnd('.')}): name the file of the server that runs");
            return null;
        }
        finally
        {
            own?.Dispose();
        }
    }

    private void CheckBuild(string version, string build)
    {
        string own = ServerInfo.OwnBuild();
        report.Passed(
            Build,
            version != ServerInfo.OwnVersion ? $"the server has WestRpc {version}, and this is {ServerInfo.OwnVersion}: deploy one build everywhere"
            : build != own && !work.AllowMixedBuilds ? $"the server runs build {build}, and this is {own}: deploy one build everywhere, or allow this (WM_ALLOW_MIXED_BUILDS=1)"
            : null,
            build == own ? $"WestRpc {version}, build {build}, as the server" : $"WestRpc {version}; the server runs build {build}, and this is {own}, which is allowed");
    }

    private void CheckClock(TimeSpan ahead)
    {
        string difference = string.Create(CultureInfo.InvariantCulture, $"{ahead.Duration().TotalSeconds:0.0} s {(ahead > TimeSpan.Zero ? "behind" : "ahead of")} the server's");
        report.Passed(
            Clock,
            ahead.Duration() <= MostClockDifference ? null : $"it is {difference}: have both set by NTP; until then times in logs do not fit, and WM_DRAIN_BEFORE_END comes at the wrong time",
            difference);
    }

    private void Skip(string why, params string[] what)
    {
        foreach (string name in what)
            report.Skipped(name, why);
    }
}
