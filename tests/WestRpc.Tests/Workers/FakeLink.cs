using System.Buffers;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Tests.Workers;

/// <summary>A worker's way back that keeps what is sent.</summary>
internal sealed class FakeLink(int maxBody = 1 << 20) : IMasterLink
{
    private readonly BodyWriter body = new(maxBody);

    public List<Frame> Sent { get; } = [];

    public bool SharesMemory => false;

    public void Send(in Frame frame) => Sent.Add(frame);

    public void SendNow(in Frame frame) => Sent.Add(frame);

    public IBufferWriter<byte> BeginBody()
    {
        body.Clear();
        body.Begin();
        return body;
    }

    public void EndBody(in FrameHeader header)
    {
        body.End(header);
        byte[] bytes = body.Written[FrameHeader.Size..].ToArray();
        Sent.Add(new Frame(header with { Length = bytes.Length }, bytes));
    }

    public void AbandonBody() => body.Abandon();
}
