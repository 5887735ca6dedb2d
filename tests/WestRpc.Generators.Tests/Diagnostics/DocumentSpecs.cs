using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using WestRpc.Generators.Analyzers;

namespace WestRpc.Generators.Tests;

/// <summary>Each diagnostic is explained, tracked and tested.</summary>
public sealed partial class DocumentSpecs
{
    private static readonly DiagnosticDescriptor[] All = [.. new WorkTaskAnalyzer().SupportedDiagnostics];

    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "diagnostics.md"));

    public static TheoryData<string> Ids => [.. All.Select(static d => d.Id)];

    [Fact]
    public void Each_has_a_section_under_its_id_and_title_and_no_section_is_of_another()
    {
        Assert.Equal(
            All.Select(static d => $"{d.Id}: {d.Title}").Order(StringComparer.Ordinal),
            Heading().Matches(Document).Select(static m => m.Groups[1].Value));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_example_of_each_gives_it_and_no_other(string id)
    {
        string section = Document.Split("\n## ").Single(s => s.StartsWith(id, StringComparison.Ordinal));
        string example = Example().Match(section).Groups[1].Value.Replace("{ … }", "=> throw null!;", StringComparison.Ordinal)
            .Replace("…", "throw null!", StringComparison.Ordinal);
        if (!TypeFirst().IsMatch(example))
            example = example.Split("\n\nrecord") is [var members, var record]
                ? $"static partial class Work {{ {members} }}\nrecord{record}"
                : $"static partial class Work {{ {example} }}";
        if (!example.Contains("record Segment", StringComparison.Ordinal))
            example += "record Segment(int Id);";
        string[] found = await Diagnosed.OfAsync(UserCode.Compile("using System; using System.Linq; using System.Threading; using WestRpc;\n" + example));
        Assert.Equal([id], found.Select(static d => d.Split(' ')[0]).Distinct());
    }

    [Fact]
    public void All_descriptors_are_supported_and_errors()
    {
        IEnumerable<DiagnosticDescriptor> declared = typeof(Analyzers.Diagnostics).GetFields().Select(static f => (DiagnosticDescriptor)f.GetValue(null)!);
        Assert.Equal(declared.Select(static d => d.Id).Order(StringComparer.Ordinal), All.Select(static d => d.Id).Order(StringComparer.Ordinal));
        Assert.Equal(All.Length, All.Select(static d => d.Id).Distinct().Count());
        Assert.All(All, static d => Assert.Equal(DiagnosticSeverity.Error, d.DefaultSeverity));
    }

    [Fact]
    public void Each_has_a_test_that_names_it()
    {
        string[] tests = [.. typeof(DocumentSpecs).Assembly.GetTypes().SelectMany(static t => t.GetMethods()).Select(static m => m.Name)];
        Assert.All(All, d => Assert.Contains(tests, t => t.StartsWith(d.Id + "_", StringComparison.Ordinal)));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("^(file |static )*(partial )?class ")]
    private static partial Regex TypeFirst();

    [GeneratedRegex("^## (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
