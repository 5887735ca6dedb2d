namespace WestRpc;

/// <summary>
/// How the ZeroMQ work manager connects its machines. The command line wins over the environment, the environment over
/// what code sets here, and that over the defaults.
/// </summary>
public sealed record ZeroMQOptions
{
    /// <summary>What this process is (<c>WM_ZMQ_MODE</c>). Default: the server.</summary>
    public ZeroMQMode Mode { get; init; }

    /// <summary>Taken from scripts for the original (<c>WM_ZMQ_COMM_MODE</c>), and changes nothing: between machines it is always TCP, inside one always Unix sockets. Default: <see cref="ZeroMQCommMode.Ipc"/>.</summary>
    public ZeroMQCommMode CommMode { get; init; }

    /// <summary>
    /// The file through which clients find the server (<c>WM_ZMQ_SERVER_INFO</c>). Default: on the server
    /// <c>zmq_server_info_PID_ID.json</c> in the current folder; a client has none.
    /// </summary>
    public string? ServerInfo { get; init; }

    /// <summary>The same, for the server alone (<c>WM_ZMQ_WRITE_HOST_INFO</c>). Default: <see cref="ServerInfo"/>.</summary>
    public string? WriteHostInfo { get; init; }

    /// <summary>The same, for clients alone (<c>WM_ZMQ_READ_HOST_INFO</c>). Default: <see cref="ServerInfo"/>.</summary>
    public string? ReadHostInfo { get; init; }

    /// <summary>
    /// Where the server hands out tasks (<c>WM_ZMQ_TASK_ENDPOINT</c>): <c>tcp://HOST:PORT</c>, on the server also
    /// <c>tcp://*:PORT</c>. Default: any address and any free port on the server, what the file says on a client.
    /// </summary>
    public string? TaskEndpoint { get; init; }

    /// <summary>Where the server takes results (<c>WM_ZMQ_RESULT_ENDPOINT</c>), like <see cref="TaskEndpoint"/>.</summary>
    public string? ResultEndpoint { get; init; }

    /// <summary>Where the server publishes announcements (<c>WM_ZMQ_ANNOUNCE_ENDPOINT</c>), like <see cref="TaskEndpoint"/>.</summary>
    public string? AnnounceEndpoint { get; init; }

    /// <summary>From which ports the server takes those that no endpoint names (<c>WM_ZMQ_PORT_RANGE=a:b</c>). Default: any free ones.</summary>
    public ZeroMQPortRange? PortRange { get; init; }

    /// <summary>
    /// The address or the network interface of this machine for endpoints that name no host (<c>WM_ZMQ_BIND</c>). Default: all
    /// addresses.
    /// </summary>
    public string? Bind { get; init; }

    /// <summary>
    /// A file with the run's secret (<c>WM_ZMQ_SECRET_FILE</c>), for clients that are given endpoints and no server info.
    /// The server makes it where there is none. Default: a new secret for each run, in the server info.
    /// </summary>
    public string? SecretFile { get; init; }

    /// <summary>Whether what goes over the network is sealed (<c>WM_ZMQ_SECURITY</c>). Default: it is.</summary>
    public ZeroMQSecurity Security { get; init; }

    /// <summary>How often the server says that it lives (<c>WM_ZMQ_MASTER_HEARTBEAT</c>). Default: 20 s.</summary>
    public TimeSpan MasterHeartbeat { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often a client says that it lives (<c>WM_ZMQ_WORKER_HEARTBEAT</c>). Default: 20 s.</summary>
    public TimeSpan WorkerHeartbeat { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>After how many heartbeats of silence the other side counts as dead (<c>WM_ZMQ_TIMEOUT_FACTOR</c>). Default: 5.</summary>
    public double TimeoutFactor { get; init; } = 5;

    /// <summary>How long a client looks for its server (<c>WM_ZMQ_STARTUP_TIMEOUT</c>). Default: 120 s.</summary>
    public TimeSpan StartupTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long clients may take to stop (<c>WM_ZMQ_SHUTDOWN_TIMEOUT</c>). Default: 5 s.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether a client whose server is gone waits for a new one in place of ending (<c>WM_ZMQ_RECONNECT</c>). Default: no.</summary>
    public bool Reconnect { get; init; }

    /// <summary>
    /// How long before the end of its batch job this process begins nothing else (<c>WM_DRAIN_BEFORE_END</c>, in seconds), where
    /// the batch system says when that is (Slurm's <c>SLURM_JOB_END_TIME</c>). Default: zero, off.
    /// </summary>
    public TimeSpan DrainBeforeEnd { get; init; }
}
