namespace WestRpc.EndToEnd.Tests;

/// <summary>What the README shows is what is there.</summary>
public sealed class ReadmeSpecs
{
    [Fact]
    public void The_smallest_program_is_the_one_that_is_built()
    {
        string readme = Read("README.md");
        string hello = Read("samples", "Hello", "Program.cs");
        Assert.Contains($"```csharp\n{hello.TrimEnd()}\n```", readme, StringComparison.Ordinal);
        Assert.True(hello.Split('\n').Length < 30, "the smallest program has become large");
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("samples/WeightedEnsemble/README.md")]
    [InlineData("docs/libraries.md")]
    public void Every_link_leads_somewhere(string page)
    {
        string directory = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        IEnumerable<string> links = System.Text.RegularExpressions.Regex.Matches(Read(page), @"\]\(([^)#]+)[^)]*\)")
            .Select(static m => m.Groups[1].Value)
            .Where(static l => !l.StartsWith("http", StringComparison.Ordinal));
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(directory, link)), $"{page} links to {link}, which is not there"));
    }

    private static string Read(params string[] path) => File.ReadAllText(Path.Combine([Repository.Root, .. path]));
}
