using System.Text.Json;
using WestRpc.ZeroMQ.Security;

namespace WestRpc.ZeroMQ.Tests.Security;

/// <summary>The handshake against a published vector; the file names its source.</summary>
public sealed class NoiseVectorTests
{
    [Fact]
    public void Handshake_AndFramesAfterIt_AreTheVectors()
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "cacophony.json")));
        JsonElement vector = file.RootElement;
        using var initiator = NoiseHandshake.Initiator(
            Read(vector.GetProperty("init_psks")[0]), Read(vector.GetProperty("init_prologue")),
            new SecretBytes(Read(vector.GetProperty("init_ephemeral"))));
        using var responder = NoiseHandshake.Responder(
            Read(vector.GetProperty("resp_psks")[0]), Read(vector.GetProperty("resp_prologue")),
            new SecretBytes(Read(vector.GetProperty("resp_ephemeral"))));
        (byte[] Payload, byte[] Message)[] messages =
            [.. vector.GetProperty("messages").EnumerateArray().Select(m => (Read(m.GetProperty("payload")), Read(m.GetProperty("ciphertext"))))];
        Assert.Equal(6, messages.Length);

        Exchange(initiator, responder, messages[0]);
        Exchange(responder, initiator, messages[1]);
        using NoiseSecrets theirs = initiator.Split();
        using NoiseSecrets ours = responder.Split();
        Assert.Equal(vector.GetProperty("handshake_hash").GetString(), Bytes.Hex(theirs.Hash));
        Assert.Equal(Bytes.Hex(theirs.Hash), Bytes.Hex(ours.Hash));
        Assert.Equal(Bytes.Hex(theirs.Exporter.Span), Bytes.Hex(ours.Exporter.Span));

        for (int i = 2; i < messages.Length; i++)
        {
            (byte[] payload, byte[] message) = messages[i];
            SecretBytes sending = i % 2 == 0 ? theirs.InitiatorKey : theirs.ResponderKey;
            SecretBytes receiving = i % 2 == 0 ? ours.InitiatorKey : ours.ResponderKey;
            byte[] frame = new byte[message.Length];
            payload.CopyTo(frame, 0);
            ulong number = (ulong)((i / 2) - 1);
            using (var cipher = new NoiseCipher(sending.Span))
                cipher.Encrypt(number, frame.AsSpan(0, payload.Length), frame.AsSpan(payload.Length), []);
            Assert.Equal(Bytes.Hex(message), Bytes.Hex(frame));
            using (var cipher = new NoiseCipher(receiving.Span))
                Assert.True(cipher.TryDecrypt(number, frame.AsSpan(0, payload.Length), frame.AsSpan(payload.Length), []));
            Assert.Equal(payload, frame[..payload.Length]);
        }
    }

    private static void Exchange(NoiseHandshake from, NoiseHandshake to, (byte[] Payload, byte[] Message) expected)
    {
        byte[] message = new byte[expected.Message.Length];
        from.WriteMessage(expected.Payload, message);
        Assert.Equal(Bytes.Hex(expected.Message), Bytes.Hex(message));
        byte[] payload = new byte[expected.Payload.Length];
        to.ReadMessage(message, payload);
        Assert.Equal(expected.Payload, payload);
    }

    private static byte[] Read(JsonElement hex) => Bytes.Hex(hex.GetString()!);
}
