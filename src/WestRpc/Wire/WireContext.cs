using System.ComponentModel;

namespace WestRpc.Wire;

/// <summary>
/// What goes along while one value is written or read: limits. Not thread-safe; one for each message under way.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Advanced)]
public sealed class WireContext
{
    [ThreadStatic]
    private static WireContext? current;

    private int depth;

    /// <summary>How deeply values may be nested, so that a cycle is an exception and not a stack overflow: 500.</summary>
    public const int MaxDepth = 500;

    /// <summary>Begins a nested value.</summary>
    /// <exception cref="WorkSerializationException">Nested deeper than <see cref="MaxDepth"/>.</exception>
    public void Enter()
    {
        if (++depth > MaxDepth)
            throw new WorkSerializationException(
                $"A value is nested more than {MaxDepth} levels deep. Does it refer to itself? Send indices instead of references.");
    }

    /// <summary>Ends a nested value.</summary>
    public void Leave() => depth--;

    /// <summary>This thread's context, ready for its next message, also after an exception.</summary>
    internal static WireContext ForNextMessage()
    {
        WireContext context = current ??= new WireContext();
        context.depth = 0;
        return context;
    }
}
