using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WestRpc.Generators.Tests;

/// <summary>What the compiler complains about already is not complained about twice, and nothing breaks on it.</summary>
public sealed class SilenceSpecs
{
    public static TheoryData<string> Scenarios => [.. Scenario.Names];

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
            Assert.Empty(await Diagnosed.OfAsync((CSharpCompilation)Scenario.Of(name).Compilation));
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
}
