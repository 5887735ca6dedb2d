using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics.Telemetry;

namespace WestRpc.Generators.Tests;

/// <summary>What the compiler complains about already is not complained about twice, and nothing breaks on it.</summary>
public sealed class SilenceSpecs
{
    public static TheoryData<string> Scenarios => [.. Scenario.Names];

    public static TheoryData<string> Samples => [.. DiagnosticSample.Ids];

    [Theory]
    [InlineData("Missing")]
    [InlineData("Missing[]")]
    [InlineData("List<Missing?>")]
    [InlineData("Dictionary<int, (int, Missing)>")]
    [InlineData("Known")]
    [InlineData("Derived")]
    [InlineData("Numbered")]
    public async Task Types_that_the_compiler_does_not_know(string type)
    {
        const string Declarations = "public record Known(Missing X); public class Derived : Missing; [MessagePackObject] public class Numbered { [Key(0)] public Missing X; }";
        await Diagnosed.ExpectAsync($"{Declarations} static partial class Work {{ [WorkTask] static void Run({type} x) {{ }} }}");
        await Diagnosed.ExpectAsync($"{Declarations} static partial class Work {{ [WorkTask] static async Task<{type}> Run() => default; }}");
    }

    [Theory]
    [InlineData("enum Bad : Missing { A }")]
    [InlineData("enum Bad : string { A }")]
    [InlineData("enum Bad : char")]
    [InlineData("[MessagePackObject] public class Bad { [Key()] public int X; }")]
    [InlineData("[MessagePackObject] public class Bad { [Key(new[] { 1 })] public int X; }")]
    [InlineData("[MessagePackObject] public class Bad { [Key(missing)] public int X; }")]
    [InlineData("[MessagePackObject(new[] { true })] public class Bad { public int X; }")]
    [InlineData("public record Bad(Bad); record Bad();")]
    [InlineData("public class Bad : Bad;")]
    [InlineData("public struct Bad { public Bad X; }")]
    [InlineData("public class Bad { public int X; public int X; }")]
    public async Task Declarations_that_are_wrong_throw_nothing(string declaration)
    {
        string text = $"using System; using MessagePack; using WestRpc; {declaration} static partial class Work {{ [WorkTask] static void Run(Bad x, Bad[] x) {{ }} }}";
        await AssertNothingThrownAsync(text);
    }

    [Theory]
    [InlineData("Name = 5")]
    [InlineData("Name = missing")]
    [InlineData("Name = new[] { \"a\" }")]
    [InlineData("Missing = \"a\"")]
    [InlineData("\"a\"")]
    [InlineData("Name =")]
    [InlineData("Name = \"a\", Name = \"b\", MaxAttempts = 1, MaxAttempts = 2")]
    [InlineData("RetryOn = [typeof(Exception)], LongRunning = missing, TimeLimitSeconds = \"a\"")]
    public Task Attributes_that_are_wrong_throw_nothing(string arguments) =>
        AssertNothingThrownAsync($"using System; static partial class Work {{ static int y; [WestRpc.WorkTask({arguments})] static int Run() => y; }}");

    [Fact]
    public async Task A_project_that_does_not_refer_to_WestRpc_costs_nothing()
    {
        CSharpCompilation compilation = CSharpCompilation.Create("User", [UserCode.Parse("class Work { static int x; int Run() => x++; }")]);
        CompilationWithAnalyzers analysis = compilation.WithAnalyzers(Diagnosed.Analyzers);
        Assert.Empty(await analysis.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken));
        foreach (DiagnosticAnalyzer analyzer in Diagnosed.Analyzers)
        {
            AnalyzerTelemetryInfo actions = await analysis.GetAnalyzerTelemetryInfoAsync(analyzer, TestContext.Current.CancellationToken);
            Assert.True(actions.Concurrent);
            Assert.Equal(1, actions.CompilationStartActionsCount);
            Assert.Equal(0, actions.SymbolActionsCount + actions.SyntaxNodeActionsCount + actions.OperationActionsCount + actions.CompilationEndActionsCount);
        }
    }

    [Fact]
    public async Task A_project_without_tasks() =>
        Assert.Empty(await Diagnosed.OfAsync(UserCode.Compile("public static class Work { public static int Run() => 1; }")));

    [Fact]
    public async Task An_attribute_of_the_same_name() => await Diagnosed.ExpectAsync(
        "class Work { [Mine.WorkTask] int Run(ref int x) => x; } namespace Mine { class WorkTaskAttribute : Attribute; }");

    [Fact]
    public async Task Tasks_that_are_right()
    {
        foreach (string name in Scenario.Names)
            Assert.Empty(await Diagnosed.OfAsync(Scenario.Of(name).Compilation));
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_file_in_the_middle_of_being_typed(string name)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Scenarios, name + ".cs"));
        var run = new GeneratorRun();
        const int Steps = 12;
        for (int i = 1; i < Steps; i++)
        {
            Compilation compilation = UserCode.Compile(text[..(text.Length * i / Steps)]);
            Assert.Null(run.On(compilation).Exception);
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_diagnosed_file_in_the_middle_of_being_typed(string id)
    {
        string text = "using System; using System.Threading; using System.Threading.Tasks; using WestRpc;\n" + new DiagnosticSample(id).Enabled;
        const int Steps = 15;
        for (int i = 1; i < Steps; i++)
            await AssertNothingThrownAsync(text[..(text.Length * i / Steps)]);
    }

    private static async Task AssertNothingThrownAsync(string text)
    {
        GeneratorRunResult result = new GeneratorRun().On(UserCode.Compile(text), out Compilation generated);
        Assert.Null(result.Exception);
        Assert.DoesNotContain(await Diagnosed.OfAsync(generated), static d => d.StartsWith("AD0001", StringComparison.Ordinal));
    }
}
