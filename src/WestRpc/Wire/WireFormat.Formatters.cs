namespace WestRpc.Wire;

/// <content>The formatters that types name with MessagePack-CSharp's <c>[MessagePackFormatter]</c>.</content>
public static partial class WireFormat
{
    /// <summary>The one instance of such a formatter.</summary>
    public static TFormatter Formatter<TFormatter>()
        where TFormatter : new() => FormatterInstance<TFormatter>.Value;

    private static class FormatterInstance<TFormatter>
        where TFormatter : new()
    {
        public static readonly TFormatter Value = new();
    }
}
