using System.Globalization;
using WestRpc.Configuration;

namespace WestRpc.ZeroMQ.Configuration;

/// <summary>The settings of the ZeroMQ work manager, and what was set: code's options until the environment or the command line say otherwise.</summary>
internal sealed class ZeroMQSettings
{
    private const double MostSeconds = 31_536_000;

    public ZeroMQSettings(ZeroMQOptions options)
    {
        Options = options;
        All =
        [
            Choice("WM_ZMQ_MODE", "--zmq-mode", "what this process is: server (or master), client (or node) (default: server)",
                "server, master, client or node", static (o, text) => text switch
                {
                    "server" or "master" => o with { Mode = ZeroMQMode.Server },
                    "client" or "node" => o with { Mode = ZeroMQMode.Client },
                    _ => null,
                }),
            Choice("WM_ZMQ_COMM_MODE", "--zmq-comm-mode", "ipc or tcp; changes nothing: TCP between machines, Unix sockets inside one",
                "ipc or tcp", static (o, text) => text switch
                {
                    "ipc" => o with { CommMode = ZeroMQCommMode.Ipc },
                    "tcp" => o with { CommMode = ZeroMQCommMode.Tcp },
                    _ => null,
                }),
            File(ServerInfoVariable, "--zmq-server-info", "the file through which clients find the server (default: zmq_server_info_PID_ID.json)",
                static (o, file) => o with { ServerInfo = file, WriteHostInfo = null, ReadHostInfo = null }),
            File("WM_ZMQ_WRITE_HOST_INFO", "--zmq-write-host-info", "the same, for the server alone",
                static (o, file) => o with { WriteHostInfo = file }),
            File("WM_ZMQ_READ_HOST_INFO", "--zmq-read-host-info", "the same, for clients alone",
                static (o, file) => o with { ReadHostInfo = file }),
            Endpoint(TaskVariable, "--zmq-task-endpoint", "where the server hands out tasks (default: any free port)",
                static (o, text) => o with { TaskEndpoint = text }),
            Endpoint(ResultVariable, "--zmq-result-endpoint", "where the server takes results (default: any free port)",
                static (o, text) => o with { ResultEndpoint = text }),
            Endpoint(AnnounceVariable, "--zmq-announce-endpoint", "where the server publishes announcements (default: any free port)",
                static (o, text) => o with { AnnounceEndpoint = text }),
            Of(PortRangeVariable, "--zmq-port-range", "the ports a:b to take free ones from (default: any)", ZeroMQPortRange.Allowed,
                static (o, text) => ZeroMQPortRange.Parse(text) is { } range ? o with { PortRange = range } : null),
            Of(BindVariable, "--zmq-bind", "the address or network interface of the server (default: all)", "an address or the name of a network interface",
                static (o, text) => text.AsSpan().ContainsAny(" \t/") || text.Length == 0 ? null : o with { Bind = text }),
            File(SecretFileVariable, "--zmq-secret-file", "a file with the run's secret (default: in the server info)",
                static (o, file) => o with { SecretFile = file }),
            Choice(SecurityVariable, "--zmq-security", "on, or none for connections that anybody may read and answer (default: on)",
                "on or none", static (o, text) => text switch
                {
                    "on" => o with { Security = ZeroMQSecurity.On },
                    "none" => o with { Security = ZeroMQSecurity.None },
                    _ => null,
                }),
            Seconds("WM_ZMQ_MASTER_HEARTBEAT", "--zmq-master-heartbeat", "seconds between the server's signs of life (default: 20)", 0.1,
                static (o, time) => o with { MasterHeartbeat = time }),
            Seconds("WM_ZMQ_WORKER_HEARTBEAT", "--zmq-worker-heartbeat", "seconds between a client's signs of life (default: 20)", 0.1,
                static (o, time) => o with { WorkerHeartbeat = time }),
            Number("WM_ZMQ_TIMEOUT_FACTOR", "--zmq-timeout-factor", "heartbeats of silence after which the other side counts as dead (default: 5)", 1.5, 1_000,
                static (o, factor) => o with { TimeoutFactor = factor }),
            Seconds(StartupTimeoutVariable, "--zmq-startup-timeout", "seconds that a client looks for its server (default: 120)", 0,
                static (o, time) => o with { StartupTimeout = time }),
            Seconds("WM_ZMQ_SHUTDOWN_TIMEOUT", "--zmq-shutdown-timeout", "seconds that clients may take to stop (default: 5)", 0,
                static (o, time) => o with { ShutdownTimeout = time }),
            Of("WM_ZMQ_RECONNECT", "--zmq-reconnect", "a client whose server is gone waits for a new one (default: no)", Setting.SwitchAllowed,
                static (o, text) => Setting.ReadSwitch(text) is { } on ? o with { Reconnect = on } : null, isSwitch: true),
            Seconds("WM_DRAIN_BEFORE_END", "--drain-before-end", "seconds before the end of the batch job to begin nothing else, 0 for never (default: 0)", 0,
                static (o, time) => o with { DrainBeforeEnd = time }),
        ];
    }

    public const string ServerInfoVariable = "WM_ZMQ_SERVER_INFO";
    public const string TaskVariable = "WM_ZMQ_TASK_ENDPOINT";
    public const string ResultVariable = "WM_ZMQ_RESULT_ENDPOINT";
    public const string AnnounceVariable = "WM_ZMQ_ANNOUNCE_ENDPOINT";
    public const string PortRangeVariable = "WM_ZMQ_PORT_RANGE";
    public const string BindVariable = "WM_ZMQ_BIND";
    public const string SecretFileVariable = "WM_ZMQ_SECRET_FILE";
    public const string SecurityVariable = "WM_ZMQ_SECURITY";
    public const string StartupTimeoutVariable = "WM_ZMQ_STARTUP_TIMEOUT";

    public ZeroMQOptions Options { get; private set; }

    public IReadOnlyList<Setting> All { get; }

    private Setting Of(
        string variable, string option, string meaning, string allowed, Func<ZeroMQOptions, string, ZeroMQOptions?> set, bool isSwitch = false) =>
        new(variable, option, meaning, allowed, isSwitch, (core, text) =>
        {
            if (set(Options, text) is not { } next)
                return null;
            Options = next;
            return core;
        });

    private Setting Choice(
        string variable, string option, string meaning, string allowed, Func<ZeroMQOptions, string, ZeroMQOptions?> set) =>
        Of(variable, option, meaning, allowed, (o, text) => set(o, text.ToLowerInvariant()));

    private Setting File(string variable, string option, string meaning, Func<ZeroMQOptions, string, ZeroMQOptions> set) =>
        Of(variable, option, meaning, "the name of a file", (o, text) => text.Length == 0 || text.EndsWith('/') ? null : set(o, text));

    private Setting Endpoint(string variable, string option, string meaning, Func<ZeroMQOptions, string, ZeroMQOptions> set) =>
        Of(variable, option, meaning, Configuration.Endpoint.Allowed, (o, text) => Configuration.Endpoint.Parse(text) is null ? null : set(o, text));

    private Setting Seconds(string variable, string option, string meaning, double least, Func<ZeroMQOptions, TimeSpan, ZeroMQOptions> set) =>
        Number(variable, option, meaning, least, MostSeconds, (o, seconds) => set(o, TimeSpan.FromSeconds(seconds)));

    private Setting Number(
        string variable, string option, string meaning, double least, double most, Func<ZeroMQOptions, double, ZeroMQOptions> set) =>
        Of(variable, option, meaning, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"), (o, text) =>
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double n) && n >= least && n <= most
                ? set(o, n)
                : null);
}
