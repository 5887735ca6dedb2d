using System.Runtime.ExceptionServices;

namespace WestRpc;

/// <summary>A call of <c>MapAsync</c> that has ended: the call, its place in the source, and its result or exception.</summary>
/// <param name="Task">The call.</param>
/// <param name="Index">Its 0-based place in the source.</param>
/// <param name="Value">What it returned; the default where it failed.</param>
/// <param name="Exception">Why it failed; null where it succeeded.</param>
public readonly record struct Completion<TTask, TResult>(TTask Task, long Index, TResult? Value, Exception? Exception)
    where TTask : WorkTask<TResult>
{
    /// <summary>Whether there is a result.</summary>
    public bool IsSuccess => Exception is null;

    /// <summary>The result; throws <see cref="Exception"/> where the call failed.</summary>
    public TResult Result
    {
        get
        {
            if (Exception is not null)
                ExceptionDispatchInfo.Throw(Exception);
            return Value!;
        }
    }
}

/// <summary>A call without a result of <c>MapAsync</c> that has ended.</summary>
/// <param name="Task">The call.</param>
/// <param name="Index">Its 0-based place in the source.</param>
/// <param name="Exception">Why it failed; null where it succeeded.</param>
public readonly record struct Completion<TTask>(TTask Task, long Index, Exception? Exception)
    where TTask : WorkTask
{
    /// <summary>Whether it ended well.</summary>
    public bool IsSuccess => Exception is null;

    /// <summary>Throws <see cref="Exception"/> where the call failed.</summary>
    public void ThrowIfFailed()
    {
        if (Exception is not null)
            ExceptionDispatchInfo.Throw(Exception);
    }
}
