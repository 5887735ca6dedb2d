using System.ComponentModel;

namespace WestRpc;

/// <summary>
/// Generated into each assembly that holds tasks, so that programs which refer to it load them, and
/// <see cref="WorkTasks.Load(System.Reflection.Assembly)"/> knows it.
/// </summary>
/// <param name="catalog">The class whose <c>Load</c> makes the tasks known.</param>
[AttributeUsage(AttributeTargets.Assembly)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WorkTaskCatalogAttribute(Type catalog) : Attribute
{
    /// <summary>The class whose <c>Load</c> makes the tasks known.</summary>
    public Type Catalog { get; } = catalog;
}
