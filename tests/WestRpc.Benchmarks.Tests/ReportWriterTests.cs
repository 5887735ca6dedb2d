using WestRpc.Benchmarks.Figures;
using WestRpc.Benchmarks.Report;

namespace WestRpc.Benchmarks.Tests;

/// <summary>Tables and plots of a few figures that somebody made up.</summary>
public sealed class ReportWriterTests : IDisposable
{
    private const int LeastPicture = 10_000;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("westrpc-report-");

    private string Document => Path.Combine(folder.FullName, "report.md");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Write_FiguresOfAllKinds_FillsTheRegionsAndDrawsThePlots()
    {
        File.Copy(Source("empty.md"), Document);
        ReportWriter.Write(Results.Read(Source("results.json")), Document);
        Snapshot.Verify(File.ReadAllText(Document), Path.Combine(Repository.Root, "tests", "WestRpc.Benchmarks.Tests", "Documents", "report.verified.md"));
        foreach (string plot in (string[])["rates", "latencies", "sizes", "processor-time", "waiting", "efficiency"])
        {
            byte[] picture = File.ReadAllBytes(Path.Combine(folder.FullName, "report", $"{plot}.png"));
            Assert.Equal("PNG"u8, picture.AsSpan(1, 3));
            Assert.True(picture.Length > LeastPicture, $"{plot} has {picture.Length} bytes: is there anything in it?");
        }
    }

    [Fact]
    public void Write_ASecondTime_ChangesNothing()
    {
        File.Copy(Source("empty.md"), Document);
        Results results = Results.Read(Source("results.json"));
        ReportWriter.Write(results, Document);
        string first = File.ReadAllText(Document);
        ReportWriter.Write(results, Document);
        Assert.Equal(first, File.ReadAllText(Document));
    }

    [Fact]
    public void Write_NothingMeasured_SaysSoAndDrawsNothing()
    {
        File.Copy(Source("empty.md"), Document);
        ReportWriter.Write(new Results(), Document);
        Assert.Contains("| not measured | – |", File.ReadAllText(Document), StringComparison.Ordinal);
        Assert.Empty(folder.GetFiles("*.png", SearchOption.AllDirectories));
    }

    [Fact]
    public void Write_DocumentWithoutARegion_IsRefusedAndLeftAsItWas()
    {
        File.WriteAllText(Document, "# Mine\n");
        var e = Assert.Throws<InvalidDataException>(() => ReportWriter.Write(new Results(), Document));
        Assert.Contains("<!-- measured: machine -->", e.Message, StringComparison.Ordinal);
        Assert.Equal("# Mine\n", File.ReadAllText(Document));
    }

    [Fact]
    public void TheDocumentOfThisRepository_HasAllRegions()
    {
        File.Copy(Path.Combine(Repository.Root, "docs", "performance.md"), Document);
        ReportWriter.Write(new Results(), Document);
    }

    [Fact]
    public void Read_WhatIsNoJson_NamesTheFile()
    {
        File.WriteAllText(Document, "{");
        var e = Assert.Throws<InvalidDataException>(() => Results.Read(Document));
        Assert.Contains(Document, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_OfTwoParts_KeepsAllFiguresAndEachMissingOnce()
    {
        var missing = new Missing("somebody", "a package is missing");
        Results all = Results.Merge(
        [
            new Results { Machine = { ["date"] = "today" }, Figures = { new Figure(Quantities.Rate, Subjects.Serial, "tasks/s", [1, 3, 2]) }, Missing = { missing } },
            new Results { Machine = { ["date"] = "later" }, Figures = { new Figure(Quantities.Idle, Subjects.Processes, "%", [0.1]) }, Missing = { missing } },
        ]);
        Assert.Equal("today", all.Machine["date"]);
        Assert.Equal([Quantities.Rate, Quantities.Idle], all.Figures.Select(static f => f.Quantity));
        Assert.Equal([missing], all.Missing);
    }

    [Theory]
    [InlineData(0.5, 1e-4)] // as long as the shortest, which is enough
    [InlineData(0.9, 1e-3)]
    [InlineData(0.99, 1e-2)]
    public void From_AShare_IsTheLengthBetweenThePoints(double share, double expected)
    {
        var curve = new Curve("", false, [(1e-4, 0.6), (1e-3, 0.9), (1e-2, 0.99), (1e-1, 0.995)]);
        Assert.Equal(expected, curve.From(share)!.Value, 1e-9);
    }

    [Fact]
    public void From_AShareThatIsNeverReached_IsNull() =>
        Assert.Null(new Curve("", false, [(1e-4, 0.6), (1e-3, 0.9)]).From(0.95));

    private static string Source(string name) => Path.Combine(AppContext.BaseDirectory, "Documents", name);
}
