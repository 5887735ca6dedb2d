using WestRpc;

namespace Library;

public static partial class Squares
{
    [WorkTask]
    private static Square Of(Number number, WorkContext context) => new(number.Value * number.Value, Environment.ProcessId);
}

public sealed record Number(int Value);

public sealed record Square(int Value, int ProcessId);
