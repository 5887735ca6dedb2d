using System.Text;
using WestRpc.ZeroMQ.Guard;

namespace WestRpc.ZeroMQ.Tests.Guard;

/// <summary>
/// Sends back what comes. "in" authenticates, as a proof would; a stranger's "out" is refused; "flood N" is answered by
/// N messages of 64 KiB.
/// </summary>
internal sealed class EchoReceiver : IConnectionReceiver
{
    private static readonly byte[] Much = new byte[64 * 1_024];

    /// <summary>Is told why a connection that had sent something was closed.</summary>
    public Action<string>? OnClosed { get; init; }

    public void Received(GuardedConnection connection, Memory<byte> message)
    {
        if (message.Span.SequenceEqual("out"u8))
            throw new InvalidOperationException("It wanted to be put out.");
        if (message.Span.SequenceEqual("in"u8))
            connection.Authenticate();
        if (!message.Span.StartsWith("flood "u8))
        {
            connection.Send(message.Span);
            return;
        }

        for (int i = int.Parse(Encoding.ASCII.GetString(message.Span[6..]), null); i > 0; i--)
            connection.Send(Much);
    }

    public void BatchEnded(GuardedConnection connection) => connection.Flush();

    public void Closed(GuardedConnection connection, string reason) => OnClosed?.Invoke(reason);
}
