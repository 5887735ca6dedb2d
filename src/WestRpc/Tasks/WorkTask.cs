using System.ComponentModel;
using MessagePack;
using WestRpc.Wire;
using WestRpc.Workers;

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

    internal TResult RunToEnd(WorkContext context)
    {
        ValueTask<TResult> call = InvokeAsync(context);
        return call.IsCompleted ? call.GetAwaiter().GetResult() : call.AsTask().GetAwaiter().GetResult();
    }

    internal sealed override object? Run(WorkContext context) => RunToEnd(context);

    internal sealed override void Run(WorkContext context, IMasterLink link)
    {
        TResult result = RunToEnd(context);
        var writer = new MessagePackWriter(link.BeginBody());
        WriteResult(ref writer, result, WireContext.ForNextMessage());
        writer.Flush();
    }
}

/// <summary>A call of a task that returns nothing.</summary>
public abstract class WorkTask : WorkEnvelope
{
    /// <summary>Runs the call here and now; nothing is serialized.</summary>
    [EditorBrowsable(EditorBrowsableState.Advanced)]
    public abstract ValueTask InvokeAsync(WorkContext context);

    internal void RunToEnd(WorkContext context)
    {
        ValueTask call = InvokeAsync(context);
        if (call.IsCompleted)
            call.GetAwaiter().GetResult();
        else
            call.AsTask().GetAwaiter().GetResult();
    }

    internal sealed override object? Run(WorkContext context)
    {
        RunToEnd(context);
        return null;
    }

    internal sealed override void Run(WorkContext context, IMasterLink link)
    {
        RunToEnd(context);
        link.BeginBody();
    }
}
