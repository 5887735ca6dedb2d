using System.Text.RegularExpressions;
using WestRpc.ZeroMQ.Security;
using static WestRpc.ZeroMQ.Tests.Security.TestSession;

namespace WestRpc.ZeroMQ.Tests.Security;

/// <summary>The example in docs/zeromq-protocol.md, which another implementation computed from that document.</summary>
public sealed partial class DocumentTests : IDisposable
{
    private readonly Dictionary<string, byte[]> example = Row()
        .Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "zeromq-protocol.md")))
        .ToDictionary(m => m.Groups[1].Value, m => Bytes.Hex(m.Groups[2].Value));

    private readonly RunSecret secret;

    public DocumentTests()
    {
        secret = RunSecret.Parse(System.Text.Encoding.ASCII.GetBytes(Bytes.Hex(example["secret"])));
    }

    public void Dispose() => secret.Dispose();

    [Fact]
    public void Example_OfTheHandshakeAndItsFrames_IsWhatWeSay()
    {
        (MemberSession node, MemberSession master) = Shake();
        using (node)
        using (master)
        {
            Assert.Equal(7u, node.RoutingId);
            Assert.Equal(Bytes.Hex(example["session id"]), Bytes.Hex(node.Tasks.Id));
            Check(node.Tasks, master.Tasks, "tasks, node's frame 0, text \"hello\"");
            Check(master.Tasks, node.Tasks, "tasks, master's frame 0, text \"hello\"");
        }
    }

    [Fact]
    public void Example_OfTheNextKey_IsWhatWeSay()
    {
        (MemberSession node, MemberSession master) = Shake(new KeyLimits(1, 1_000));
        using (node)
        using (master)
        {
            Check(node.Tasks, master.Tasks, "tasks, node's frame 0, text \"hello\"");
            Check(node.Tasks, master.Tasks, "tasks, node's frame 1, text \"hello\", were the key replaced after each frame");
        }
    }

    [Fact]
    public void Example_OfTheJoin_IsTakenAndItsFramesAreWhatWeSay()
    {
        (MemberSession node, MemberSession master) = Shake();
        using (node)
        using (master)
        {
            Check(node.Tasks, master.Tasks, "tasks, node's frame 0, text \"hello\"");
            using SealedSession results = master.Accept(SessionChannel.Results, example["offer (results)"], example["join"]);
            Assert.Equal("hello"u8, Open(results, example["results, node's frame 0, text \"hello\""]));
            Assert.Equal(example["results, master's frame 0, text \"hello\""], Seal(results, [.. "hello"u8]));
        }
    }

    [Fact]
    public void Example_OfAnAnnouncement_IsWhatWeSay()
    {
        using var sealer = new AnnouncementSealer(key: new SecretBytes(example["group key"]));
        byte[] grant = new byte[AnnouncementSealer.GrantSize];
        sealer.WriteGrant(grant);
        Assert.Equal(example["grant before announcement 0"], grant);
        byte[] frame = new byte[SealedFrame.Overhead + 5];
        "hello"u8.CopyTo(SealedFrame.Text(frame));
        sealer.Seal(frame);
        Assert.Equal(example["announcement 0, text \"hello\""], frame);
    }

    [GeneratedRegex(@"^\| ([^|]+) \| `([0-9a-f]+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    private void Check(SealedSession from, SealedSession to, string row)
    {
        Assert.Equal(Bytes.Hex(example[row]), Bytes.Hex(Seal(from, [.. "hello"u8])));
        Assert.Equal("hello"u8, Open(to, example[row]));
    }

    private (MemberSession Node, MemberSession Master) Shake(KeyLimits? limits = null)
    {
        using var handshake = new NodeHandshake(secret, limits, new SecretBytes(example["node's private key"]));
        byte[] greeting = new byte[Handshake.GreetingSize], reply = new byte[Handshake.ReplySize];
        handshake.WriteGreeting(greeting);
        Assert.Equal(Bytes.Hex(example["greeting"]), Bytes.Hex(greeting));
        MemberSession master = new MasterHandshake(secret, limits)
            .Accept(greeting, 7, reply, new SecretBytes(example["master's private key"]));
        Assert.Equal(Bytes.Hex(example["reply"]), Bytes.Hex(reply));
        return (handshake.ReadReply(reply), master);
    }
}
