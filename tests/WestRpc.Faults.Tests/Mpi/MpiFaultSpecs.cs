namespace WestRpc.Faults.Tests.Mpi;

/// <summary>Breaks what can break under ranks, and looks how the run comes out: see <see cref="MpiFaultTable"/>.</summary>
public sealed class MpiFaultSpecs
{
    private const int Limit = 60_000;

    public static TheoryData<string, string, string> Table
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (MpiFault fault in MpiFaultTable.All)
            {
                foreach ((string launcher, string expected) in fault.Cells)
                    data.Add(fault.Name, launcher, expected);
            }

            return data;
        }
    }

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Table))]
    public async Task A_fault_has_the_outcome_that_the_table_says(string fault, string launcher, string expected)
    {
        await using var run = new MpiRun(launcher);
        Assert.Equal(expected, await MpiFaultTable.All.Single(f => f.Name == fault).Do(run));
    }
}
