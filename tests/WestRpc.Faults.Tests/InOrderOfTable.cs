using Xunit.Sdk;
using Xunit.v3;

namespace WestRpc.Faults.Tests;

/// <summary>The cells in the order of the table, and then the test that counts them.</summary>
internal sealed class InOrderOfTable : ITestCaseOrderer
{
    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase =>
        [.. testCases.OrderBy(static c => c.TestMethodName == nameof(FaultSpecs.Every_cell_was_executed))];
}
