using System.Globalization;

namespace WestRpc.Testing.Tests;

/// <summary>The text that users compare.</summary>
public sealed class WorkTaskSnapshotTests
{
    private const string Source =
        """
        using WestRpc;
        namespace App;
        public sealed record Segment(int Id, double[] Position);
        public static partial class Md
        {
            [WorkTask] static Segment Propagate(Segment start, int steps) => start;
            [WorkTask] static Task<int> CountAsync(IReadOnlyList<Segment> all) => Task.FromResult(all.Count);
        }
        """;

    [Fact]
    public void Of_Source_HasContractsAndFilesInOrder()
    {
        string text = WorkTaskSnapshot.Of(Source);
        Assert.StartsWith(
            """
            // App.Md.CountAsync(System.Collections.Generic.IReadOnlyList<App.Segment> all) -> int
            //     App.Segment(int Id, double[] Position)
            // App.Md.Propagate(App.Segment start, int steps) -> App.Segment
            //     App.Segment(int Id, double[] Position)

            //HintName: App.Md.CountTask.g.cs
            """.ReplaceLineEndings("\n"), text, StringComparison.Ordinal);
        Assert.Contains("\n//HintName: App.Md.PropagateTask.g.cs\n", text, StringComparison.Ordinal);
        Assert.Contains("public sealed class PropagateTask : global::WestRpc.WorkTask<global::App.Segment>", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_SameSource_IsTheSameInAnyCulture()
    {
        string text = WorkTaskSnapshot.Of(Source);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat.NegativeSign = "\u2212";
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(text, WorkTaskSnapshot.Of(Source));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Of_AnotherMember_IsAnotherText() =>
        Assert.NotEqual(WorkTaskSnapshot.Of(Source), WorkTaskSnapshot.Of(Source.Replace("int Id", "long Id", StringComparison.Ordinal)));

    [Fact]
    public void Of_WhatCannotBeATask_SaysSo()
    {
        string text = WorkTaskSnapshot.Of("using WestRpc;\nstatic partial class Md { [WorkTask] static int Run(Action callback) => 1; }");
        Assert.Matches(@"^// source\.cs\(2,\d+\): WRPC\d+: .*callback", text);
    }

    [Fact]
    public void Of_WhatDoesNotCompile_Throws()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(
            static () => WorkTaskSnapshot.Of("using WestRpc;\nstatic partial class Md { [WorkTask] static int Run() => nothing; }"));
        Assert.Contains("source.cs(2,58): CS0103: The name 'nothing' does not exist", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NoTasks_IsEmpty() => Assert.Equal("", WorkTaskSnapshot.Of("class C;"));
}
