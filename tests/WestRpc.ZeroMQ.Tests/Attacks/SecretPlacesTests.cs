using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace WestRpc.ZeroMQ.Tests.Attacks;

/// <summary>Where the secret of a run of real processes is, and where not.</summary>
public sealed class SecretPlacesTests
{
    private const long LargestRegion = 256 << 20;

    [Fact]
    public async Task Secret_IsInMasterAndNodeAlone_AndInNoTextOfTheirs()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("westrpc-test-");
        string file = Path.Combine(directory.FullName, "info.json");
        var environment = new Dictionary<string, string>
        {
            ["WM_WORK_MANAGER"] = "zmq",
            ["WM_ZMQ_SERVER_INFO"] = file,
            ["WM_ZMQ_BIND"] = "127.0.0.1",
            ["WM_N_WORKERS"] = "1",
        };
        await using RunningProgram master = RunningProgram.Start(Repository.TestProgram, environment, "wait", "2");
        await using RunningProgram client = RunningProgram.Start(
            Repository.TestProgram, new Dictionary<string, string>(environment) { ["WM_ZMQ_MODE"] = "client" }, "wait");
        int[] workers = [.. await master.WorkersAsync(1), .. await client.WorkersAsync(1)];

        using JsonDocument info = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        string hex = info.RootElement.GetProperty("secret").GetString()!;
        byte[] secret = Convert.FromHexString(hex);
        int[] all = [.. ProcessesOf(master.Id), .. ProcessesOf(client.Id)];
        Assert.Superset(workers.ToHashSet(), all.ToHashSet());
        foreach (int id in all)
        {
            Assert.False(Holds(File.ReadAllBytes($"/proc/{id}/cmdline"), secret, hex), $"The command line of {id} has the secret.");
            Assert.False(Holds(File.ReadAllBytes($"/proc/{id}/environ"), secret, hex), $"The environment of {id} has the secret.");
        }

        // That of the master shows that the search finds it.
        Assert.True(MemoryHolds(master.Id, secret, hex), "The master does not know the secret.");
        foreach (int worker in workers)
            Assert.False(MemoryHolds(worker, secret, hex), $"Worker {worker} knows the secret.");

        client.Signal(PosixSignal.SIGTERM);
        (_, string clientOutput, string clientError) = await client.EndAsync();
        master.Signal(PosixSignal.SIGTERM);
        (_, string masterOutput, string masterError) = await master.EndAsync();
        foreach (string text in (string[])[clientOutput, clientError, masterOutput, masterError])
            Assert.False(Holds(Encoding.UTF8.GetBytes(text), secret, hex), "It was printed.");
        Assert.False(File.Exists(file));
        directory.Delete(recursive: true);
    }

    private static bool Holds(ReadOnlySpan<byte> bytes, byte[] secret, string hex)
    {
        foreach (byte[] form in (byte[][])
            [secret, Encoding.ASCII.GetBytes(hex), Encoding.ASCII.GetBytes(hex.ToUpperInvariant()), Encoding.Unicode.GetBytes(hex), Encoding.ASCII.GetBytes(Convert.ToBase64String(secret))])
        {
            if (bytes.IndexOf(form.AsSpan(0, 16)) >= 0)
                return true;
        }

        return false;
    }

    private static IEnumerable<int> ProcessesOf(int session)
    {
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out int id))
                continue;
            string status;
            try
            {
                status = File.ReadAllText($"{directory}/stat");
            }
            catch (IOException)
            {
                continue; // It has ended.
            }

            if (int.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[3], CultureInfo.InvariantCulture) == session)
                yield return id;
        }
    }

    private static bool MemoryHolds(int id, byte[] secret, string hex)
    {
        using FileStream memory = File.OpenRead($"/proc/{id}/mem");
        foreach (string line in File.ReadLines($"/proc/{id}/maps"))
        {
            string[] fields = line.Split(' ', '-');
            long start = long.Parse(fields[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            long size = long.Parse(fields[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture) - start;
            if (!fields[2].StartsWith("rw", StringComparison.Ordinal) || size > LargestRegion)
                continue;
            byte[] bytes = new byte[size];
            try
            {
                memory.Position = start;
                memory.ReadExactly(bytes);
            }
            catch (IOException)
            {
                continue; // Gone, or not to be read.
            }

            if (Holds(bytes, secret, hex))
                return true;
        }

        return false;
    }
}
