namespace WestRpc.Programs.Tests;

/// <summary>A script as WESTPA's users have them.</summary>
public sealed class WestScriptSpecs(OnProcesses on) : IClassFixture<OnProcesses>, IDisposable
{
    // With everything that such scripts take for granted, and a first attempt that fails half-way.
    private const string RunSeg = """
        #!/bin/bash
        set -e
        cd $WEST_SIM_ROOT
        mkdir -pv $WEST_CURRENT_SEG_DATA_REF
        cd $WEST_CURRENT_SEG_DATA_REF
        ln -sv $WEST_SIM_ROOT/common_files/system.top .
        [ "$WEST_CURRENT_SEG_INITPOINT_TYPE" = SEG_INITPOINT_CONTINUES ]
        ln -sv $WEST_PARENT_DATA_REF/seg.rst ./parent.rst
        [ $WEST_RAND16 -lt 65536 ]
        echo "$WEST_CURRENT_ITER $WEST_CURRENT_SEG_ID $WEST_PARENT_ID" > seg.rst
        if mkdir $WEST_SIM_ROOT/failed; then exit 1; fi
        cat parent.rst seg.rst > $WEST_PCOORD_RETURN
        cp seg.rst $WEST_TRAJECTORY_RETURN
        cp seg.rst $WEST_RESTART_RETURN/parent.rst
        cp system.top $WEST_LOG_RETURN
        rm parent.rst
        """;

    private readonly Scripts scripts = new();

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task It_runs_unchanged_and_again_after_a_failure()
    {
        foreach (string folder in (string[])["westpa_scripts", "common_files", "seg_logs", "traj_segs/000001/000001"])
            Directory.CreateDirectory(scripts[folder]);
        scripts.Add("westpa_scripts/runseg.sh", RunSeg);
        await File.WriteAllTextAsync(scripts["common_files/system.top"], "topology", TestEnd);
        await File.WriteAllTextAsync(scripts["traj_segs/000001/000001/seg.rst"], "0.5\n", TestEnd);
        Assert.Equal((double[])[0.5, 2, 5, 1], await Work.RunSegmentTask.SubmitAsync(on.Work, scripts.Folder, cancellationToken: TestEnd));
        Assert.Equal(
            ["log", "pcoord", "restart", "seg.rst", "system.top", "trajectory"],
            Directory.GetFileSystemEntries(scripts["traj_segs/000002/000005"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("parent.rst", await File.ReadAllTextAsync(scripts["seg_logs/000002-000005.log"], TestEnd), StringComparison.Ordinal);
    }

    public void Dispose() => scripts.Dispose();
}
