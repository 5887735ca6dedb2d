namespace WestRpc.ZeroMQ.Configuration;

/// <summary>What a client asks of the server's file.</summary>
/// <param name="Version">Which version of WestRpc.</param>
/// <param name="Build">Which build of the program.</param>
/// <param name="AllowMixedBuilds">Whether another build will do.</param>
/// <param name="Security">Whether there is to be a secret.</param>
internal sealed record ServerInfoTerms(string Version, string Build, bool AllowMixedBuilds, ZeroMQSecurity Security)
{
    public static ServerInfoTerms Of(WorkManagerOptions work, ZeroMQOptions options) =>
        new(ServerInfo.OwnVersion, ServerInfo.OwnBuild(), work.AllowMixedBuilds, options.Security);

    /// <summary>What is wrong with a server that runs this build, and what to do; null where it will do.</summary>
    public string? WhyNotBuild(string build) => build == Build || AllowMixedBuilds ? null
        : $"runs build {build}, while this is build {Build}: deploy one build everywhere, or allow this with --allow-mixed-builds (WM_ALLOW_MIXED_BUILDS=1)";
}
