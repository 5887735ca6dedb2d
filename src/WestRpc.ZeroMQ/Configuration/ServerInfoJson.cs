using System.Text.Json;
using System.Text.Json.Serialization;

namespace WestRpc.ZeroMQ.Configuration;

/// <summary>The beginning that all formats of the file have.</summary>
internal sealed record ServerInfoHeader(int Format, string Version);

/// <summary>How the file is written.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ServerInfo))]
[JsonSerializable(typeof(ServerInfoHeader))]
internal sealed partial class ServerInfoJson : JsonSerializerContext;
