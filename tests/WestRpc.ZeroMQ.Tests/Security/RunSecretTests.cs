using System.Diagnostics;
using System.Reflection;
using System.Text;
using WestRpc.ZeroMQ.Security;
using static WestRpc.ZeroMQ.Tests.Security.TestSession;

namespace WestRpc.ZeroMQ.Tests.Security;

/// <summary>The secret goes into the info file, and nowhere else.</summary>
public sealed class RunSecretTests
{
    [Fact]
    public void Text_WrittenAndParsed_IsTheSameSecret()
    {
        using var secret = RunSecret.Generate();
        byte[] text = new byte[RunSecret.TextLength];
        secret.WriteText(text);
        using var parsed = RunSecret.Parse(text);
        Assert.Equal(Bytes.Hex(secret.Bytes), Bytes.Hex(parsed.Bytes));
        Assert.Equal(Bytes.Hex(secret.Bytes), Encoding.ASCII.GetString(text));
    }

    [Fact]
    public void Generate_Twice_GivesTwoSecrets()
    {
        using RunSecret one = RunSecret.Generate(), other = RunSecret.Generate();
        Assert.NotEqual(Bytes.Hex(one.Bytes), Bytes.Hex(other.Bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5ec2e7")]
    [InlineData("5ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2x")]
    [InlineData("5ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75eéé")]
    [InlineData("5ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75e")]
    public void Parse_SomethingElse_SaysWhatIsWrongWithoutQuotingIt(string text)
    {
        FormatException e = Assert.Throws<FormatException>(() => RunSecret.Parse(Encoding.UTF8.GetBytes(text)));
        Assert.DoesNotContain("5ec2", e.ToString(), StringComparison.Ordinal);
        Assert.Null(e.InnerException);
    }

    [Fact]
    public void Dispose_WipesTheSecret()
    {
        var secret = RunSecret.Generate();
        ReadOnlySpan<byte> bytes = secret.Bytes;
        secret.Dispose();
        Assert.Equal(-1, bytes.IndexOfAnyExcept((byte)0));
        Assert.Throws<ObjectDisposedException>(() => secret.Bytes.Length);
    }

    [Fact]
    public void Handshake_WhenOver_HasWipedItsKeys()
    {
        using var secret = RunSecret.Generate();
        var ephemeral = new SecretBytes(Bytes.From(1));
        Span<byte> bytes = ephemeral.Span;
        using (var node = new NodeHandshake(secret, ephemeral: ephemeral))
        {
            node.WriteGreeting(new byte[Handshake.GreetingSize]);
            Refused(() => node.ReadReply(new byte[Handshake.ReplySize]));
        }

        Assert.Equal(-1, bytes.IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void Secret_InNoTextOfAnythingThatHoldsIt()
    {
        using var secret = RunSecret.Generate();
        byte[] text = new byte[RunSecret.TextLength];
        secret.WriteText(text);
        string[] forms = [Encoding.ASCII.GetString(text), Convert.ToBase64String(secret.Bytes), Convert.ToHexString(secret.Bytes), string.Join(", ", secret.Bytes.ToArray())];

        using var node = new NodeHandshake(secret);
        var master = new MasterHandshake(secret);
        byte[] greeting = new byte[Handshake.GreetingSize], reply = new byte[Handshake.ReplySize];
        node.WriteGreeting(greeting);
        using MemberSession session = master.Accept(greeting, 1, reply);
        using var noise = NoiseHandshake.Initiator(secret.Bytes, []);
        object[] holders = [secret, node, master, session, session.Tasks, session.Tasks.Sending, noise, new SecretBytes(secret.Bytes)];

        List<string> said = [.. holders.Select(h => h.ToString()!)];
        said.AddRange(holders.Select(h => h.GetType().GetCustomAttribute<DebuggerDisplayAttribute>()?.Value).OfType<string>());
        said.AddRange(Failures(secret, text, greeting).Select(e => e.ToString()));
        foreach (string line in said)
            Assert.All(forms, form => Assert.DoesNotContain(form[..12], line, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Secret_IsHiddenFromDebuggersAndSerializers()
    {
        foreach (Type type in (Type[])[typeof(RunSecret), typeof(SecretBytes)])
        {
            const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
            IEnumerable<MemberInfo> members = type.GetFields(All).Where(f => f.FieldType != typeof(bool) && f.FieldType != typeof(ZeroMQSecurity)).Cast<MemberInfo>().Concat(type.GetProperties(All));
            Assert.NotEmpty(members);
            Assert.All(members, m => Assert.Equal(DebuggerBrowsableState.Never, m.GetCustomAttribute<DebuggerBrowsableAttribute>()?.State));
        }
    }

    private static IEnumerable<Exception> Failures(RunSecret secret, byte[] text, byte[] greeting)
    {
        var master = new MasterHandshake(secret);
        byte[] reply = new byte[Handshake.ReplySize];
        yield return Failure(() => RunSecret.Parse(text.AsSpan(1)));
        yield return Failure(() => RunSecret.Parse([.. text[1..], (byte)'x']));
        yield return Failure(() => secret.WriteText(new byte[3]));
        yield return Failure(() => master.Accept(greeting.With(bit: 100), 1, reply));
        yield return Failure(() => master.Accept(text, 1, reply));
        yield return Failure(() => master.Accept(greeting, 1, new byte[3]));
        yield return Failure(() => NoiseHandshake.Initiator(secret.Bytes[1..], []));
        using TestSession session = Start();
        yield return Failure(() => Open(session.Master.Tasks, text));
        yield return Failure(() => Open(session.Master.Tasks, text));
        var wiped = RunSecret.Parse(text);
        wiped.Dispose();
        yield return Failure(() => _ = wiped.Bytes.Length);
    }

    private static Exception Failure(Action action) => Record.Exception(action) ?? throw new InvalidOperationException("It did not fail.");
}
