namespace WestRpc.Transports.Serial;

/// <summary>
/// Lets one call run at a time; a call may submit others. While one waits for its asynchronous part it gives up its turn:
/// that part may submit from another thread, and must not wait for the call that waits for it.
/// </summary>
internal sealed class SerialTurn
{
    private readonly Lock gate = new();
    private int depth;

    public void Enter()
    {
        gate.Enter();
        depth++;
    }

    public void Exit()
    {
        depth--;
        gate.Exit();
    }

    public void GiveUpWhile(Task task)
    {
        int held = depth;
        depth = 0;
        for (int i = 0; i < held; i++)
            gate.Exit();
        try
        {
            Task.WaitAny(task);
        }
        finally
        {
            for (int i = 0; i < held; i++)
                gate.Enter();
            depth = held;
        }
    }
}
