using MessagePack;

namespace WestRpc.Wire;

/// <content>What types of MessagePack-CSharp's name or ask for themselves: their formatters, and to be told.</content>
public static partial class WireFormat
{
    /// <summary>The one instance of such a formatter.</summary>
    public static TFormatter Formatter<TFormatter>()
        where TFormatter : new() => FormatterInstance<TFormatter>.Value;

    /// <summary>Tells a value that it is about to be written.</summary>
    public static void OnBeforeSerialize<T>(ref T value)
        where T : struct, IMessagePackSerializationCallbackReceiver => value.OnBeforeSerialize();

    /// <summary>Tells a value that it was read.</summary>
    public static void OnAfterDeserialize<T>(ref T value)
        where T : struct, IMessagePackSerializationCallbackReceiver => value.OnAfterDeserialize();

    private static class FormatterInstance<TFormatter>
        where TFormatter : new()
    {
        public static readonly TFormatter Value = new();
    }
}
