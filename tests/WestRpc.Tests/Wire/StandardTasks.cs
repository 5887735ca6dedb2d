using WestRpc.Tests.Wire.Standard;

namespace WestRpc.Tests.Wire;

/// <summary>A task for each type that MessagePack-CSharp writes as well; none is run.</summary>
internal static partial class StandardTasks
{
    [WorkTask]
    private static void Values(Values x) => _ = x;

    [WorkTask]
    private static void Collections(Standard.Collections x) => _ = x;

    [WorkTask]
    private static void Named(NamedDerived x) => _ = x;

    [WorkTask]
    private static void Keyed(KeyedDerived x) => _ = x;

    [WorkTask]
    private static void Contract(Contract x) => _ = x;

    [WorkTask]
    private static void NamedContract(NamedContract x) => _ = x;

    [WorkTask]
    private static void Empty(Empty x) => _ = x;

    [WorkTask]
    private static void Formatted(Formatted x) => _ = x;

    [WorkTask]
    private static void Positional(Positional x) => _ = x;

    [WorkTask]
    private static void ByPlace(ByPlace x) => _ = x;

    [WorkTask]
    private static void ByKey(ByKey x) => _ = x;

    [WorkTask]
    private static void Marked(Marked x) => _ = x;

    [WorkTask]
    private static void Point(Point x) => _ = x;

    [WorkTask]
    private static void Fixed(Fixed x) => _ = x;

    [WorkTask]
    private static void Told(Told x) => _ = x;

    [WorkTask]
    private static void ToldQuietly(ToldQuietly x) => _ = x;

    [WorkTask]
    private static void ToldValue(ToldValue x) => _ = x;

    [WorkTask]
    private static void Generic(Generic<double> x) => _ = x;

    [WorkTask]
    private static void NestedGeneric(Generic<Generic<string>> x) => _ = x;

    [WorkTask]
    private static void Recursive(Recursive x) => _ = x;

    [WorkTask]
    private static void Shape(IShape x) => _ = x;

    [WorkTask]
    private static void Holder(Holder x) => _ = x;
}
