namespace WestRpc;

/// <summary>
/// Says that the tasks of this assembly, and of those that refer to it, send values of <typeparamref name="T"/> with
/// <typeparamref name="TFormatter"/>: <c>[assembly: WorkFormatter&lt;Mass, MassFormatter&gt;]</c>. What an assembly says itself
/// comes before what those say that it refers to.
/// </summary>
/// <typeparam name="T">The type of the values, exactly as it is declared.</typeparam>
/// <typeparam name="TFormatter">Writes and reads them.</typeparam>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class WorkFormatterAttribute<T, TFormatter> : Attribute
    where TFormatter : IWorkFormatter<T>;
