namespace WestRpc;

/// <summary>
/// Marks a static method as a task that a work manager can run on any of its workers. The source generator adds a nested
/// class to the (partial) containing type, named after the method: <c>Propagate</c> gives <c>PropagateTask</c>, and so
/// does <c>PropagateAsync</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WorkTaskAttribute : Attribute
{
    /// <summary>
    /// The task's identity between master and workers, and (its last part) the name of the generated class.
    /// Default: the full name of the method. Overloads need one each.
    /// </summary>
    public string? Name { get; set; }

    /// <summary><see cref="WorkOptions.MaxAttempts"/> of calls whose submission says nothing of it; 1 or more.</summary>
    public int MaxAttempts { get; set; }

    /// <summary><see cref="WorkOptions.TimeLimit"/> of calls whose submission says nothing of it, in seconds; above 0.</summary>
    public double TimeLimitSeconds { get; set; }

    /// <summary>
    /// Says that a call takes minutes or more. It runs as any other; the analyzer asks for a <see cref="CancellationToken"/>
    /// then, since a call without one ends early only with its worker.
    /// </summary>
    public bool LongRunning { get; set; }

    /// <summary><see cref="WorkOptions.Priority"/> of calls whose submission says nothing of it.</summary>
    public int Priority { get; set; }

    /// <summary>The exceptions that run a call again whose submission says nothing of it (<see cref="WorkOptions.Retry"/>).</summary>
    public Type[]? RetryOn { get; set; }

    /// <summary>With <see cref="RetryOn"/>: <see cref="RetryPolicy.MaxRetries"/>; 1 or more.</summary>
    public int MaxRetries { get; set; }

    /// <summary>With <see cref="RetryOn"/>: <see cref="RetryPolicy.Delay"/> in seconds; 0 or more.</summary>
    public double RetryDelaySeconds { get; set; }

    /// <summary>
    /// <see cref="WorkOptions.Resources"/> of calls whose submission says nothing of it, as a list: <c>gpu=1,licence=1</c>.
    /// </summary>
    public string? Resources { get; set; }
}
