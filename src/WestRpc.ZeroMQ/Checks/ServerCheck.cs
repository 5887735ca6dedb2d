using System.Net;
using System.Net.Sockets;
using WestRpc.ZeroMQ.Configuration;
using WestRpc.ZeroMQ.Guard;
using WestRpc.ZeroMQ.Guard.Interop;
using WestRpc.ZeroMQ.Master;
using WestRpc.ZeroMQ.Nodes;
using WestRpc.ZeroMQ.Security;

namespace WestRpc.ZeroMQ.Checks;

/// <summary>Whether a server can listen here, and say where.</summary>
internal sealed class ServerCheck(WorkManagerOptions work, ZeroMQOptions options, CheckReport report)
{
    private const string Ports = "ports";
    private const string ServerFile = "server file";
    private const string Secret = "secret";
    private const int ConnectionsOfANode = 3;
    private const int LeastNodes = 8;

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(3);

    public async Task RunAsync(CancellationToken stop)
    {
        CheckPorts();
        await CheckFileAsync(ServerSetup.FileOf(options, Guid.NewGuid().ToString("N")), stop);
        CheckSecret();
        int nodes = new GuardLimits(ResourceLimits.OpenFiles).Connections / ConnectionsOfANode;
        report.Passed(
            "nodes",
            nodes < LeastNodes ? $"there is room for {nodes}, since {ResourceLimits.OpenFiles} files may be open: raise that limit (ulimit -n)" : null,
            $"room for {nodes:N0}");
    }

    private void CheckPorts()
    {
        var open = new List<Socket>();
        try
        {
            OptionsCheck.Check(options);
            BindPlan plan = BindPlan.Make(options, LocalNetwork.Current());
            if (plan.Warning is { } warning)
                throw new WorkConfigurationException(warning);
            string[] places = [.. new[] { plan.Tasks, plan.Results, plan.Announcements }.Select(t => string.Join(" or ", t.Endpoints(t.Bind(ZeroMQServer.Binder(Listen, t)))))];
            report.Ok(Ports, $"can be opened: {string.Join(", ", places)}");
        }
        catch (WorkConfigurationException e)
        {
            report.Failed(Ports, e.Message);
        }
        finally
        {
            open.ForEach(static s => s.Dispose());
        }

        int Listen(IPEndPoint endpoint)
        {
            var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            open.Add(socket);
            if (endpoint.Address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(endpoint);
            socket.Listen();
            return ((IPEndPoint)socket.LocalEndPoint!).Port;
        }
    }

    private async Task CheckFileAsync(NamedFile file, CancellationToken stop)
    {
        FileOutcome<ServerInfo> there = new ServerInfoReader(file, ServerInfoTerms.Of(work, options) with { AllowMixedBuilds = true }).Read();
        using ServerInfo? info = there.Value;
        if (info is not null && await AnswersAsync(info, stop))
        {
            report.Failed(ServerFile, $"{file}, which is of a run that goes on (process {info.Master.ProcessId} on {info.Master.Host}): another server takes another file, and a client of that one is checked with WM_ZMQ_MODE=client");
            return;
        }

        NamedFile beside = file with { Path = PrivateFile.Beside(file.Path) };
        try
        {
            PrivateFile.Write(beside, "{}"u8);
            report.Ok(ServerFile, options.ServerInfo is null && options.WriteHostInfo is null
                ? $"can be written in {Path.GetDirectoryName(file.Path)}, under a name that has the process's number; clients need one that is known before ({ZeroMQSettings.ServerInfoVariable})"
                : $"{file}, which can be written");
        }
        catch (WorkConfigurationException e)
        {
            report.Failed(ServerFile, e.Message.Replace(beside.Path, file.Path, StringComparison.Ordinal));
        }
        finally
        {
            PrivateFile.Remove(beside.Path);
        }
    }

    private static async Task<bool> AnswersAsync(ServerInfo info, CancellationToken stop)
    {
        Reach[] reached = await Task.WhenAll(info.Tasks.Select(t => Dial.LookAsync(ConnectPlan.AddressOf(t)!, AnswerTimeout, stop)));
        return reached.Contains(Reach.Open);
    }

    private void CheckSecret()
    {
        if (options.Security == ZeroMQSecurity.None)
        {
            report.Ok(Secret, "none, and nothing is sealed (WM_ZMQ_SECURITY is none)");
            return;
        }

        if (options.SecretFile is not { } path)
        {
            report.Ok(Secret, "a new one for each run, in the server's file");
            return;
        }

        var file = new NamedFile(ZeroMQSettings.SecretFileVariable, Path.GetFullPath(path));
        FileOutcome<RunSecret> outcome = SecretFile.Read(file);
        using RunSecret? found = outcome.Value;
        report.Passed(
            Secret,
            outcome.State is FileState.Good or FileState.Missing ? null : outcome.Reason,
            outcome.State == FileState.Missing ? $"{file}, which the server makes" : $"{file}");
    }
}
