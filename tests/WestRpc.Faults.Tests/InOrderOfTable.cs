using Xunit.Sdk;
using Xunit.v3;

namespace WestRpc.Faults.Tests;

/// <summary>The cells, and then the test that counts them.</summary>
internal sealed class InOrderOfTable : ITestMethodOrderer
{
    public IReadOnlyCollection<TTestMethod?> OrderTestMethods<TTestMethod>(IReadOnlyCollection<TTestMethod?> testMethods)
        where TTestMethod : notnull, ITestMethod =>
        [.. testMethods.OrderBy(static m => m?.MethodName == nameof(FaultSpecs.Every_cell_was_executed))];
}
