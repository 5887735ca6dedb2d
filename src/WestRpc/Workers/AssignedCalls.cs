using WestRpc.Wire;

namespace WestRpc.Workers;

/// <summary>
/// The calls that a worker was given and has not begun, in order. Knows no thread and no I/O: whoever owns it guards it.
/// </summary>
internal sealed class AssignedCalls
{
    private Frame[] ring = new Frame[16];
    private int first;
    private int length;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    public void Add(in Frame call)
    {
        if (length == ring.Length)
            Grow();
        ring[(first + length++) & (ring.Length - 1)] = call;
        Count++;
    }

    public bool TryTake(out Frame call)
    {
        while (length > 0)
        {
            call = ring[first];
            ring[first] = default;
            first = (first + 1) & (ring.Length - 1);
            length--;
            if (!IsGone(call))
            {
                Count--;
                return true;
            }
        }

        call = default;
        return false;
    }

    /// <summary>Takes one out that was not begun; false where it has begun, or was never here.</summary>
    public bool Remove(ulong lease)
    {
        // What is asked back was given last.
        for (int i = length - 1; i >= 0; i--)
        {
            ref Frame call = ref ring[(first + i) & (ring.Length - 1)];
            if (call.Header.Lease != lease || IsGone(call))
                continue;
            call = default;
            Count--;
            return true;
        }

        return false;
    }

    private static bool IsGone(in Frame call) => call.Kind == default;

    private void Grow()
    {
        var larger = new Frame[2 * ring.Length];
        for (int i = 0; i < length; i++)
            larger[i] = ring[(first + i) & (ring.Length - 1)];
        ring = larger;
        first = 0;
    }
}
