namespace WestRpc.ZeroMQ.Configuration;

/// <summary>What code may have set that the environment and the command line could not.</summary>
internal static class OptionsCheck
{
    /// <exception cref="WorkConfigurationException">A value is not possible.</exception>
    public static void Check(ZeroMQOptions options)
    {
        Require(Enum.IsDefined(options.Mode), "WM_ZMQ_MODE", options.Mode, "server or client");
        Require(Enum.IsDefined(options.CommMode), "WM_ZMQ_COMM_MODE", options.CommMode, "ipc or tcp");
        Require(Enum.IsDefined(options.Security), ZeroMQSettings.SecurityVariable, options.Security, "on or none");
        Require(options.MasterHeartbeat > TimeSpan.Zero, "WM_ZMQ_MASTER_HEARTBEAT", options.MasterHeartbeat, "longer than 0 s");
        Require(options.WorkerHeartbeat > TimeSpan.Zero, "WM_ZMQ_WORKER_HEARTBEAT", options.WorkerHeartbeat, "longer than 0 s");
        Require(options.TimeoutFactor > 1, "WM_ZMQ_TIMEOUT_FACTOR", options.TimeoutFactor, "above 1");
        Require(options.StartupTimeout >= TimeSpan.Zero, ZeroMQSettings.StartupTimeoutVariable, options.StartupTimeout, "0 s or more");
        Require(options.ShutdownTimeout >= TimeSpan.Zero, "WM_ZMQ_SHUTDOWN_TIMEOUT", options.ShutdownTimeout, "0 s or more");
        Require(options.DrainBeforeEnd >= TimeSpan.Zero, "WM_DRAIN_BEFORE_END", options.DrainBeforeEnd, "0 s or more");
    }

    private static void Require<T>(bool holds, string variable, T value, string allowed)
    {
        if (!holds)
            throw new WorkConfigurationException($"{variable} is set to {value} by the program; it must be {allowed}.");
    }
}
