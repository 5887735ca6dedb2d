using System.Runtime.CompilerServices;

namespace WestRpc.Simulation;

/// <summary>Throws where something does not hold; the message is made only then.</summary>
internal static class Checks
{
    public static void Check(bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] ref Message message)
    {
        if (!condition)
            throw new SimulationException(message.ToString());
    }

    public static void Check(bool condition, string message)
    {
        if (!condition)
            throw new SimulationException(message);
    }

    [InterpolatedStringHandler]
    public ref struct Message
    {
        private DefaultInterpolatedStringHandler inner;

        public Message(int literals, int holes, bool condition, out bool isWanted)
        {
            isWanted = !condition;
            if (isWanted)
                inner = new DefaultInterpolatedStringHandler(literals, holes);
        }

        public void AppendLiteral(string text) => inner.AppendLiteral(text);

        public void AppendFormatted<T>(T value) => inner.AppendFormatted(value);

        public override string ToString() => inner.ToStringAndClear();
    }
}
