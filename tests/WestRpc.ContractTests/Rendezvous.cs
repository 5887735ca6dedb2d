using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace WestRpc.ContractTests;

/// <summary>
/// Where a test waits for its task to have begun, in whatever process that runs: the task calls in, says which process it
/// is, and may wait to be let go.
/// </summary>
internal sealed class Rendezvous : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public Rendezvous() => listener.Start();

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Waits for the next task to call in.</summary>
    public async Task<Visitor> NextAsync()
    {
        TcpClient client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var reader = new StreamReader(client.GetStream());
        string? line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        return new Visitor(client, int.Parse(line!, CultureInfo.InvariantCulture));
    }

    public void Dispose() => listener.Dispose();

    /// <summary>Called by a task: says that it runs.</summary>
    public static TcpClient CallIn(int port)
    {
        var client = new TcpClient();
        client.Connect(IPAddress.Loopback, port);
        client.GetStream().Write(System.Text.Encoding.ASCII.GetBytes($"{Environment.ProcessId}\n"));
        return client;
    }

    /// <summary>Called by a task: says that it runs, and waits until the test lets it go, or ends.</summary>
    public static void CallInAndWait(int port)
    {
        using TcpClient client = CallIn(port);
        client.GetStream().ReadByte();
    }
}

/// <summary>A task that has called in.</summary>
internal sealed class Visitor(TcpClient client, int processId) : IDisposable
{
    public int ProcessId { get; } = processId;

    /// <summary>Lets the task go on.</summary>
    public void Release() => client.GetStream().WriteByte(1);

    /// <summary>Waits until the task has ended without being let go.</summary>
    public async Task LeftAsync() => Assert.Equal(0, await client.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken));

    public void Dispose() => client.Dispose();
}
