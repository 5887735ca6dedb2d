using System.ComponentModel;
using MessagePack;
using WestRpc.Wire;

namespace WestRpc;

/// <summary>A call of a task that returns a <typeparamref name="TResult"/>.</summary>
public abstract class WorkTask<TResult> : WorkEnvelope
{
    /// <summary>Runs the call here and now; nothing is serialized.</summary>
    [EditorBrowsable(EditorBrowsableState.Advanced)]
    public abstract ValueTask<TResult> InvokeAsync(WorkContext context);

    /// <summary>Writes a result as MessagePack.</summary>
    /// <exception cref="WorkSerializationException">The result can't be sent.</exception>
    [EditorBrowsable(EditorBrowsableState.Advanced)]
    public abstract void WriteResult(ref MessagePackWriter writer, TResult result, WireContext context);

    /// <summary>Reads what <see cref="WriteResult"/> wrote.</summary>
    /// <exception cref="WorkSerializationException">The bytes are not such a result.</exception>
    [EditorBrowsable(EditorBrowsableState.Advanced)]
    public abstract TResult ReadResult(ref MessagePackReader reader, WireContext context);
}

/// <summary>A call of a task that returns nothing.</summary>
public abstract class WorkTask : WorkEnvelope
{
    /// <summary>Runs the call here and now; nothing is serialized.</summary>
    [EditorBrowsable(EditorBrowsableState.Advanced)]
    public abstract ValueTask InvokeAsync(WorkContext context);
}
