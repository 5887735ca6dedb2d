using System.Buffers;
using System.Security.Cryptography;
using MessagePack;

namespace WestRpc.Wire;

/// <summary>
/// The first frame of a worker: who it is and what it can run. The build is a hash over the module version ids of the
/// assemblies that hold tasks.
/// </summary>
internal sealed record HelloMessage(int Protocol, WorkerIdentity Worker, string Build, IReadOnlyDictionary<string, string> ContractHashes)
{
    /// <summary>Raised whenever frames or bodies change their meaning.</summary>
    public const int CurrentProtocol = 2;

    public static HelloMessage Of(WorkerIdentity worker, IReadOnlyList<WorkTaskDescriptor> tasks) => new(
        CurrentProtocol, worker, BuildOf(tasks),
        tasks.ToDictionary(static t => t.Name, static t => t.ContractHash, StringComparer.Ordinal));

    public static string BuildOf(IReadOnlyList<WorkTaskDescriptor> tasks)
    {
        string modules = string.Join(
            '\n', tasks.Select(static t => t.Module.ToString("N")).Distinct().Order(StringComparer.Ordinal));
        return Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(modules)))[..16];
    }

    public ReadOnlyMemory<byte> Write()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(6);
        writer.Write(Protocol);
        writer.Write(Worker.Index);
        writer.Write(Worker.Host);
        writer.Write(Worker.ProcessId);
        writer.Write(Build);
        writer.WriteMapHeader(ContractHashes.Count);
        foreach ((string name, string hash) in ContractHashes)
        {
            writer.Write(name);
            writer.Write(hash);
        }

        writer.Flush();
        return output.WrittenMemory;
    }

    /// <exception cref="WireException">The body is not a greeting.</exception>
    public static HelloMessage Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            var reader = new MessagePackReader(body);
            reader.ReadArrayHeader();
            int protocol = reader.ReadInt32();
            if (protocol != CurrentProtocol)
                throw new WireException($"The worker speaks protocol {protocol}, the master {CurrentProtocol}: start both from one build.");
            int index = reader.ReadInt32();
            string host = reader.ReadString() ?? "";
            int processId = reader.ReadInt32();
            string build = reader.ReadString() ?? "";
            int count = reader.ReadMapHeader();
            var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
            for (int i = 0; i < count; i++)
                hashes[reader.ReadString() ?? ""] = reader.ReadString() ?? "";
            return new HelloMessage(protocol, new WorkerIdentity(index, host, processId), build, hashes);
        }
        catch (Exception e) when (e is not WireException)
        {
            throw new WireException("A worker's greeting can't be read.", e);
        }
    }
}
