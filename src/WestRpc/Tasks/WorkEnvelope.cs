using System.ComponentModel;
using MessagePack;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc;

/// <summary>
/// A call of a task as a value: the base of <see cref="WorkTask{TResult}"/> and <see cref="WorkTask"/>, from one of which
/// each generated envelope derives.
/// </summary>
public abstract class WorkEnvelope
{
    private protected WorkEnvelope()
    {
    }

    /// <summary>The task that this is a call of.</summary>
    [EditorBrowsable(EditorBrowsableState.Advanced)]
    public abstract WorkTaskDescriptor Descriptor { get; }

    /// <summary>Writes the arguments as one MessagePack array.</summary>
    /// <exception cref="WorkSerializationException">An argument can't be sent.</exception>
    [EditorBrowsable(EditorBrowsableState.Advanced)]
    public abstract void WriteArguments(ref MessagePackWriter writer, WireContext context);

    /// <summary>Runs the call on this thread until it has ended; returns its result.</summary>
    internal abstract object? Run(WorkContext context);

    /// <summary>The same, but writes the result into a body of the link.</summary>
    internal abstract void Run(WorkContext context, IMasterLink link);
}
