using WestRpc.ZeroMQ.Security;
using static WestRpc.ZeroMQ.Tests.Security.TestSession;

namespace WestRpc.ZeroMQ.Tests.Security;

/// <summary>Who gets in, and who does not.</summary>
public sealed class HandshakeTests : IDisposable
{
    private readonly RunSecret secret = RunSecret.Generate();
    private readonly MasterHandshake master;
    private readonly NodeHandshake node;
    private readonly byte[] greeting = new byte[Handshake.GreetingSize];
    private readonly byte[] reply = new byte[Handshake.ReplySize];

    public HandshakeTests()
    {
        master = new MasterHandshake(secret);
        node = new NodeHandshake(secret);
        node.WriteGreeting(greeting);
    }

    public void Dispose()
    {
        node.Dispose();
        secret.Dispose();
    }

    [Fact]
    public void BothSides_OfOneSecret_GetOneSessionAndTheRoutingId()
    {
        using MemberSession there = master.Accept(greeting, 0x0102030405060708, reply);
        using MemberSession here = node.ReadReply(reply);
        Assert.Equal(Bytes.Hex(there.Tasks.Id), Bytes.Hex(here.Tasks.Id));
        Assert.Equal(0x0102030405060708u, here.RoutingId);
        Assert.Equal([1, 2, 3], Open(there.Tasks, Seal(here.Tasks, 1, 2, 3)));
        Assert.Equal([4], Open(here.Tasks, Seal(there.Tasks, 4)));
        Assert.Equal([], Open(here.Tasks, Seal(there.Tasks)));
    }

    [Fact]
    public void Sessions_OfOneSecret_ShareNothing()
    {
        using TestSession one = Start(), other = Start();
        Assert.NotEqual(Bytes.Hex(one.Node.Tasks.Id), Bytes.Hex(other.Node.Tasks.Id));
        Assert.Equal(SealFault.Forged, Refused(() => Open(other.Master.Tasks, Seal(one.Node.Tasks, 1))));
    }

    [Fact]
    public void Accept_AnotherSecret_IsRefused()
    {
        using var stranger = RunSecret.Generate();
        Assert.Equal(SealFault.Forged, Refused(() => new MasterHandshake(stranger).Accept(greeting, 1, reply)));
    }

    [Fact]
    public void Accept_NoSecret_IsRefusedAndGetsNoReply()
    {
        byte[] guess = new byte[Handshake.GreetingSize];
        Random.Shared.NextBytes(guess);
        greeting.AsSpan(0, Preamble.Size).CopyTo(guess);
        Assert.Equal(SealFault.Forged, Refused(() => master.Accept(guess, 1, reply)));
        Assert.All(reply, b => Assert.Equal(0, b));
    }

    [Fact]
    public void ReadReply_OfAMasterWithAnotherSecret_IsRefused()
    {
        using var stranger = RunSecret.Generate();
        using var toStranger = new NodeHandshake(stranger);
        byte[] other = new byte[Handshake.GreetingSize];
        toStranger.WriteGreeting(other);
        new MasterHandshake(stranger).Accept(other, 1, reply).Dispose();
        Assert.Equal(SealFault.Forged, Refused(() => node.ReadReply(reply)));
    }

    [Fact]
    public void ReadReply_ToAnotherGreeting_IsRefused()
    {
        using var second = new NodeHandshake(secret);
        byte[] other = new byte[Handshake.GreetingSize];
        second.WriteGreeting(other);
        master.Accept(other, 1, reply).Dispose();
        Assert.Equal(SealFault.Forged, Refused(() => node.ReadReply(reply)));
    }

    [Fact]
    public void ReadReply_OurOwnGreeting_IsRefused() =>
        Assert.Equal(SealFault.WrongSize, Refused(() => node.ReadReply(greeting)));

    [Fact]
    public void ReadReply_OurOwnKeyReflected_IsRefused()
    {
        greeting.CopyTo(reply, 0);
        reply[5] = (byte)MessageKind.Reply;
        Assert.Equal(SealFault.Forged, Refused(() => node.ReadReply(reply)));
    }

    [Fact]
    public void ReadReply_AfterARefusal_IsOver()
    {
        master.Accept(greeting, 1, reply).Dispose();
        Assert.Equal(SealFault.Forged, Refused(() => node.ReadReply(reply.With(bit: 500))));
        Assert.Throws<ObjectDisposedException>(() => node.ReadReply(reply));
    }

    [Fact]
    public void ReadReply_AfterSomethingThatIsNoReply_IsOver()
    {
        master.Accept(greeting, 1, reply).Dispose();
        Refused(() => node.ReadReply(reply.AsSpan(1)));
        Assert.Throws<ObjectDisposedException>(() => node.ReadReply(reply));
    }

    [Fact]
    public void Handshake_EachBitChanged_IsRefused()
    {
        for (int bit = 0; bit < greeting.Length * 8; bit++)
            Refused(() => master.Accept(greeting.With(bit), 1, reply));

        for (int bit = 0; bit < reply.Length * 8; bit++)
        {
            using var fresh = new NodeHandshake(secret);
            fresh.WriteGreeting(greeting);
            master.Accept(greeting, 1, reply).Dispose();
            Refused(() => fresh.ReadReply(reply.With(bit)));
        }
    }

    [Fact]
    public void Handshake_EachLength_IsRefused()
    {
        master.Accept(greeting, 1, reply).Dispose();
        for (int length = 0; length < 200; length++)
        {
            byte[] message = new byte[length];
            greeting.AsSpan(0, Math.Min(length, greeting.Length)).CopyTo(message);
            if (length != greeting.Length)
                Refused(() => master.Accept(message, 1, reply));
        }
    }

    [Theory]
    [InlineData(0, (int)SealFault.NotOurs)]
    [InlineData(4, (int)SealFault.OtherVersion)]
    [InlineData(5, (int)SealFault.NotOurs)]
    [InlineData(6, (int)SealFault.NotOurs)]
    [InlineData(7, (int)SealFault.NotOurs)]
    public void Accept_OtherPreamble_SaysWhatIsOther(int at, int fault)
    {
        greeting[at]++;
        Assert.Equal((SealFault)fault, Refused(() => master.Accept(greeting, 1, reply)));
    }

    [Fact]
    public void Accept_ARecordedGreeting_LearnsAndDoesNothing()
    {
        using MemberSession first = master.Accept(greeting, 1, reply);
        using MemberSession here = node.ReadReply(reply);
        byte[] frame = Seal(here.Tasks, 1);

        using MemberSession replayed = master.Accept(greeting, 2, reply);
        Assert.Throws<InvalidOperationException>(() => Seal(replayed.Tasks, 1));
        Assert.Throws<InvalidOperationException>(() => replayed.Offer(SessionChannel.Results));
        Assert.Equal(SealFault.Forged, Refused(() => Open(replayed.Tasks, frame)));
        Assert.Equal(SealFault.Closed, Refused(() => Seal(replayed.Tasks, 1)));
        Assert.Equal([1], Open(first.Tasks, frame));
    }

    [Theory]
    [MemberData(nameof(X25519Tests.LowOrder), MemberType = typeof(X25519Tests))]
    public void PublicKey_OfLowOrder_IsRefusedOnBothSides(string point)
    {
        // Sealed with the right secret: what a member of the run would have to do.
        byte[] key = Bytes.Hex(point);
        using var transcript = new NoiseTranscript("Noise_NNpsk0_25519_AESGCM_SHA256"u8);
        transcript.MixHash(Handshake.Prologue);
        transcript.MixKeyAndHash(secret.Bytes);
        transcript.MixHash(key);
        transcript.MixKey(key);
        key.CopyTo(greeting, Preamble.Size);
        transcript.EncryptAndHash([], greeting.AsSpan(Preamble.Size + X25519.KeySize));
        Assert.Equal(SealFault.LowOrderKey, Refused(() => master.Accept(greeting, 1, reply)));

        Preamble.Write(reply, MessageKind.Reply, SessionChannel.Tasks);
        key.CopyTo(reply, Preamble.Size);
        Assert.Equal(SealFault.LowOrderKey, Refused(() => node.ReadReply(reply)));
    }

    [Fact]
    public void NoiseHandshake_OutOfTurn_Throws()
    {
        using var initiator = NoiseHandshake.Initiator(secret.Bytes, []);
        using var responder = NoiseHandshake.Responder(secret.Bytes, []);
        byte[] message = new byte[NoiseHandshake.Overhead];
        Assert.Throws<InvalidOperationException>(() => initiator.ReadMessage(message, []));
        Assert.Throws<InvalidOperationException>(() => responder.WriteMessage([], message));
        Assert.Throws<InvalidOperationException>(() => initiator.Split());
        initiator.WriteMessage([], message);
        Assert.Throws<InvalidOperationException>(() => initiator.WriteMessage([], message));
        responder.ReadMessage(message, []);
        responder.WriteMessage([], message);
        responder.Split().Dispose();
        Assert.Throws<ObjectDisposedException>(() => responder.Split());
    }

    [Fact]
    public void NoiseHandshake_OtherPrologue_IsRefused()
    {
        using var initiator = NoiseHandshake.Initiator(secret.Bytes, "one"u8);
        using var responder = NoiseHandshake.Responder(secret.Bytes, "other"u8);
        byte[] message = new byte[NoiseHandshake.Overhead];
        initiator.WriteMessage([], message);
        Assert.Equal(SealFault.Forged, Refused(() => responder.ReadMessage(message, [])));
        Assert.Throws<ObjectDisposedException>(() => responder.ReadMessage(message, []));
    }
}
