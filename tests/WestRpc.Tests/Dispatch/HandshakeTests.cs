using System.Text;
using WestRpc.Dispatch;
using WestRpc.Wire;

namespace WestRpc.Tests.Dispatch;

/// <summary>Who may work. The master's tasks are those of this assembly.</summary>
public sealed class HandshakeTests
{
    private const string Propagate = "WestRpc.Tests.TestTasks.Propagate";

    private static readonly WorkTaskDescriptor[] Ours = WorkTaskRegistry.Snapshot();
    private static readonly WorkerIdentity Worker = new(3, "node7", 4711);

    private readonly Handshake handshake = new(allowMixedBuilds: false);

    [Fact]
    public void Answer_SameBuild_Welcomes()
    {
        HandshakeStep step = handshake.Answer(Hello(HelloMessage.Of(Worker, Ours)));
        Assert.True(step.Accepted);
        Assert.Null(step.Refusal);
        Assert.Equal(FrameKind.Welcome, step.Reply.Kind);
    }

    [Fact]
    public void Answer_OtherContract_AsksForItsTextAndRefusesWithBothTypes()
    {
        HelloMessage hello = HelloMessage.Of(Worker, Ours);
        HandshakeStep query = handshake.Answer(Hello(hello with { ContractHashes = Changed(hello.ContractHashes, Propagate, "other") }));
        Assert.False(query.Accepted);
        Assert.Null(query.Refusal);
        Assert.Equal(FrameKind.ContractQuery, query.Reply.Kind);
        Assert.Equal([Propagate], TextMap.Read(query.Reply.Body).Keys);

        string theirs = Ours.Single(static t => t.Name == Propagate).Contract.Replace("double step", "float step", StringComparison.Ordinal);
        HandshakeStep refusal = handshake.Answer(Texts([new(Propagate, theirs)]));
        Assert.False(refusal.Accepted);
        Assert.Equal(FrameKind.Refuse, refusal.Reply.Kind);
        Assert.Equal(refusal.Refusal, Encoding.UTF8.GetString(refusal.Reply.Body.Span));
        Assert.Contains(
            Propagate + ": parameter 'step': the master has 'double', the worker 'float'", refusal.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_ContractOfATypeInside_RefusesWithThatLine()
    {
        WorkTaskDescriptor node = Ours.Single(static t => t.Name == "WestRpc.Tests.TestTasks.EchoNode");
        string theirs = node.Contract.Replace("int Value", "long Value", StringComparison.Ordinal);
        Assert.NotEqual(node.Contract, theirs);
        string refusal = handshake.Answer(Texts([new(node.Name, theirs)])).Refusal!;
        Assert.Contains("member 'Value' of WestRpc.Tests.", refusal, StringComparison.Ordinal);
        Assert.Contains("the master has 'int', the worker 'long'", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_ContractWithALineLess_SaysNothing()
    {
        WorkTaskDescriptor node = Ours.Single(static t => t.Name == "WestRpc.Tests.TestTasks.EchoNode");
        string refusal = handshake.Answer(Texts([new(node.Name, node.Contract.Split('\n')[0])])).Refusal!;
        Assert.Contains("the worker 'nothing'", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_OtherHashButNoOtherText_RefusesAllTheSame()
    {
        HandshakeStep step = handshake.Answer(Texts([]));
        Assert.False(step.Accepted);
        Assert.Contains("hashes differ", step.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_OtherBuild_Refuses()
    {
        HandshakeStep step = handshake.Answer(Hello(HelloMessage.Of(Worker, Ours) with { Build = "0123456789abcdef" }));
        Assert.False(step.Accepted);
        Assert.Equal(FrameKind.Refuse, step.Reply.Kind);
        Assert.Contains("0123456789abcdef", step.Refusal, StringComparison.Ordinal);
        Assert.Contains(HelloMessage.BuildOf(Ours), step.Refusal, StringComparison.Ordinal);
        Assert.Contains("--allow-mixed-builds", step.Refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("does not know", step.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_OtherBuildThatLacksATask_NamesItAndHowToLoadIt()
    {
        HandshakeStep step = handshake.Answer(Hello(HelloMessage.Of(Worker, [.. Ours.Where(static t => t.Name != Propagate)]) with { Build = "other" }));
        Assert.Contains($"does not know the task '{Propagate}'", step.Refusal, StringComparison.Ordinal);
        Assert.Contains("WorkTasks.Load", step.Refusal, StringComparison.Ordinal);
        Assert.Contains("TaskAssembly", step.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_OtherBuildAllowed_Welcomes()
    {
        var lenient = new Handshake(allowMixedBuilds: true);
        Assert.True(lenient.Answer(Hello(HelloMessage.Of(Worker, Ours) with { Build = "other" })).Accepted);
    }

    [Fact]
    public void Answer_OtherBuildAllowedButOtherContract_AsksNevertheless()
    {
        var lenient = new Handshake(allowMixedBuilds: true);
        HelloMessage hello = HelloMessage.Of(Worker, Ours);
        HandshakeStep step = lenient.Answer(Hello(hello with { ContractHashes = Changed(hello.ContractHashes, Propagate, "other") }));
        Assert.Equal(FrameKind.ContractQuery, step.Reply.Kind);
    }

    [Fact]
    public void Answer_TasksThatOnlyOneKnows_DoNotMatter()
    {
        HelloMessage hello = HelloMessage.Of(Worker, Ours);
        Dictionary<string, string> hashes = Changed(hello.ContractHashes, "Not.Ours", "hash");
        hashes.Remove(Propagate);
        Assert.True(handshake.Answer(Hello(hello with { ContractHashes = hashes })).Accepted);
    }

    [Fact]
    public void Answer_OtherProtocol_IsWireException()
    {
        WireException e = Assert.Throws<WireException>(
            () => handshake.Answer(Hello(HelloMessage.Of(Worker, Ours) with { Protocol = 3 })));
        Assert.Contains("protocol 3", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData((int)FrameKind.Result)]
    [InlineData((int)FrameKind.Welcome)]
    [InlineData(0)]
    [InlineData(255)]
    public void Answer_NotAGreeting_IsWireException(int kind) =>
        Assert.Throws<WireException>(() => handshake.Answer(new Frame((FrameKind)kind)));

    private static Frame Hello(HelloMessage hello) => new(FrameKind.Hello, hello.Write());

    private static Frame Texts(KeyValuePair<string, string>[] texts) => new(FrameKind.ContractTexts, TextMap.Write(texts));

    private static Dictionary<string, string> Changed(IReadOnlyDictionary<string, string> hashes, string name, string hash) =>
        new(hashes, StringComparer.Ordinal) { [name] = hash };
}
