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
}
