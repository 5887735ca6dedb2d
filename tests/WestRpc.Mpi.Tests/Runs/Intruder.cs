using WestRpc.Mpi.Interop;
using WestRpc.Mpi.Ranks;
using WestRpc.Wire;

namespace WestRpc.Mpi.Tests.Runs;

/// <summary>A rank that does not keep to the protocol: it answers the master's opening with what is none.</summary>
internal sealed class Intruder(MpiProcess process, string kind) : IRankReceiver
{
    public const string Argument = "--intruder";

    public static async Task<int> RunAsync(string kind)
    {
        MpiProcess process = MpiProcess.Start(new MpiOptions())!;
        process.Thread.ReceiveWith(new Intruder(process, kind));
        if (!await process.Thread.Ended)
            Libc.ExitNow(0);
        return 0;
    }

    public void Received(int rank, in Frame frame)
    {
        switch (frame.Kind)
        {
            case RankFrame.Open:
                Answer();
                break;
            case RankFrame.End:
                process.Thread.To(0).Send(new Frame(RankFrame.Ready));
                break;
            case RankFrame.Finalize or RankFrame.Leave:
                process.Thread.End(withFinalize: frame.Kind == RankFrame.Finalize);
                break;
            default:
                break;
        }
    }

    public void Broken(int rank, string reason)
    {
    }

    public void Failed(Exception reason)
    {
    }

    public void BatchEnded()
    {
    }

    public void Tick(long now)
    {
    }

    private void Answer()
    {
        RankSender master = process.Thread.To(0);
        switch (kind)
        {
            case "size":
                // Only the header is read: the body must not be made room for.
                master.Send(new Frame(RankFrame.Opened, new byte[50_000_000]));
                break;
            case "silence":
                break;
            default:
                master.Send(new Frame(RankFrame.Opened, new byte[] { 1, 2, 3 }));
                break;
        }
    }
}
