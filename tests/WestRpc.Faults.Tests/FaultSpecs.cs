namespace WestRpc.Faults.Tests;

/// <summary>Breaks what can break under a run, and looks how it comes out: see <see cref="FaultTable"/>.</summary>
[TestMethodOrderer(typeof(InOrderOfTable))]
public sealed class FaultSpecs
{
    private const int Limit = 60_000;
    private const int Cells = 95;

    private static int executed;

    public static TheoryData<string, string, string> Table
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (Fault fault in FaultTable.All)
            {
                foreach ((string manager, string expected) in fault.Cells)
                    data.Add(fault.Name, manager, expected);
            }

            return data;
        }
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Table))]
    public async Task A_fault_has_the_outcome_that_the_table_says(string fault, string manager, string expected)
    {
        await using var run = new FaultRun(manager);
        string outcome = await FaultTable.All.Single(f => f.Name == fault).Do(run);
        executed++;
        Assert.Equal(expected, outcome);
    }

    [Fact]
    public void Every_cell_was_executed()
    {
        Assert.Equal(Cells, Table.Count);
        Assert.Equal(Cells, executed);
    }
}
