using System.Reflection;
using System.Text.Json.Serialization;
using WestRpc.Wire;
using WestRpc.ZeroMQ.Security;

namespace WestRpc.ZeroMQ.Configuration;

/// <summary>What a server writes for its clients.</summary>
internal sealed record ServerInfo : IDisposable
{
    public const int CurrentFormat = 1;

    /// <summary>The version of WestRpc that runs here.</summary>
    public static string OwnVersion { get; } = typeof(IWorkManager).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Raised whenever a member changes its meaning.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The version of WestRpc.</summary>
    public string Version { get; init; } = OwnVersion;

    /// <summary>Which run this is.</summary>
    [JsonPropertyName("run")]
    public required string RunId { get; init; }

    /// <summary>The build of the program, as workers greet with it.</summary>
    public required string Build { get; init; }

    public required MasterProcess Master { get; init; }

    /// <summary>Where to take tasks: one address after the other is tried.</summary>
    public required IReadOnlyList<string> Tasks { get; init; }

    /// <summary>Where to bring results.</summary>
    public required IReadOnlyList<string> Results { get; init; }

    /// <summary>Where to hear announcements.</summary>
    public required IReadOnlyList<string> Announcements { get; init; }

    public required SecretField Secret { get; set; }

    /// <summary>The build of this program.</summary>
    public static string OwnBuild() => HelloMessage.BuildOf(WorkTaskRegistry.Snapshot());

    /// <summary>The secret, null where nothing is sealed, becomes the caller's to dispose.</summary>
    public RunSecret? TakeSecret()
    {
        RunSecret? secret = Secret.Value;
        Secret = default;
        return secret;
    }

    public void Dispose() => Secret.Value?.Dispose();
}
