using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace WestRpc.Packages.Tests;

/// <summary>What is in each package, and what it refers to.</summary>
public sealed class ContentSpecs(Packed packed)
{
    private static readonly string[] Plumbing = ["_rels/", "package/", "[Content_Types].xml"];

    [Fact]
    public void Each_package_holds_what_was_reviewed() => Assert.All(
        Directory.EnumerateFiles(packed.Packages).Order(StringComparer.Ordinal),
        file => Snapshot.Verify(Describe(file), Path.Combine(
            Repository.Root, "tests", "WestRpc.Packages.Tests", "Contents",
            $"{Path.GetFileName(file).Replace($".{packed.Version}.", ".", StringComparison.Ordinal)}.verified.txt")));

    [Fact]
    public void Each_reviewed_package_is_there() => Assert.Equal(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "WestRpc.Packages.Tests", "Contents"), "*.verified.txt")
            .Select(static f => Path.GetFileName(f)[..^".verified.txt".Length]).Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(packed.Packages)
            .Select(f => Path.GetFileName(f).Replace($".{packed.Version}.", ".", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    /// <summary>A gallery shows it alone: what is beside it in the repository is not there.</summary>
    [Fact]
    public void Each_readme_stands_alone_and_shows_code_that_is_built()
    {
        string[] built =
        [
            .. ((string[])["samples", "tests/WestRpc.Packages.Tests/Strangers"])
                .SelectMany(static d => Directory.EnumerateFiles(Path.Combine(Repository.Root, d), "*.cs", SearchOption.AllDirectories))
                .Select(static f => WithoutIndentation(File.ReadAllText(f))),
        ];
        Assert.All(Directory.EnumerateFiles(packed.Packages, "*.nupkg"), file =>
        {
            using ZipArchive package = ZipFile.OpenRead(file);
            using var reader = new StreamReader(package.GetEntry("README.md")!.Open());
            string readme = reader.ReadToEnd();
            Assert.StartsWith($"# {Path.GetFileName(file).Replace($".{packed.Version}.nupkg", "\n", StringComparison.Ordinal)}", readme, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"\]\((?!https://)", readme);
            Assert.All(
                Regex.Matches(readme, "```csharp\n(.+?)```", RegexOptions.Singleline).Select(static m => WithoutIndentation(m.Groups[1].Value)),
                code => Assert.Contains(built, source => source.Contains(code, StringComparison.Ordinal)));
        });
    }

    private static string WithoutIndentation(string code) => Regex.Replace(code, "^ +", "", RegexOptions.Multiline);

    private string Describe(string file)
    {
        using ZipArchive package = ZipFile.OpenRead(file);
        IEnumerable<string> files = package.Entries.Select(static e => e.FullName)
            .Where(static f => !Plumbing.Any(p => f.StartsWith(p, StringComparison.Ordinal))).Order(StringComparer.Ordinal);
        using Stream nuspec = package.Entries.Single(static e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        XElement metadata = XElement.Load(nuspec);
        IEnumerable<string> facts = metadata.Descendants()
            .Where(static e => e.Name.LocalName is "license" or "readme" or "packageType" or "description")
            .Select(static e => $"{e.Name.LocalName}: {(e.HasAttributes && e.Value.Length == 0 ? e.FirstAttribute!.Value : e.Value)}");
        IEnumerable<string> dependencies = metadata.Descendants().Where(static e => e.Name.LocalName == "dependency")
            .Select(static e => $"needs {e.Attribute("id")!.Value} {e.Attribute("version")!.Value}");
        return string.Join('\n', [.. facts, .. dependencies.Order(StringComparer.Ordinal), .. files])
            .Replace($"[{packed.Version}]", "[this version]", StringComparison.Ordinal);
    }
}
