using Microsoft.CodeAnalysis;
using WestRpc.Generators.Model;

namespace WestRpc.Generators.Tests;

/// <summary>Models compare by value: that is what the steps of the generator are cached by.</summary>
public sealed class ModelEqualitySpecs
{
    private const string Run = "/// <summary>Runs.</summary>\n/// <param name=\"x\">An x.</param>\n[WorkTask] private static Segment Run(Segment segment, int x = 1) => segment;";

    public static TheoryData<string> Scenarios => [.. Scenario.Names];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void The_same_source_in_two_compilations_gives_equal_models(string name)
    {
        string source = File.ReadAllText(Path.Combine(Repository.Scenarios, name + ".cs"));
        TaskModel[] one = Models.Of(UserCode.Compile(source));
        TaskModel[] two = Models.Of(UserCode.Compile(source));
        Assert.NotEmpty(one);
        Assert.Equal(one, two);
        Assert.Equal(one.Select(static m => m.GetHashCode()), two.Select(static m => m.GetHashCode()));
        Assert.All(one.Zip(two), static pair => Assert.NotSame(pair.First, pair.Second));
    }

    [Theory]
    [InlineData("Segment Run(", "Segment Walk(")]
    [InlineData("Segment segment", "Segment start")]
    [InlineData("Segment segment", "Segment? segment")]
    [InlineData("Segment segment", "Segment[] segments")]
    [InlineData("int x = 1", "int x = 2")]
    [InlineData("int x = 1", "long x = 1")]
    [InlineData("int x = 1", "int x")]
    [InlineData("int x = 1", "int x = 1, CancellationToken c = default")]
    [InlineData("Runs.", "Walks.")]
    [InlineData("An x.", "A y.")]
    [InlineData("[WorkTask]", "[WorkTask(Name = \"other.Run\")]")]
    public void What_the_generated_code_depends_on_makes_models_differ(string from, string to)
    {
        string changed = Run.Replace(from, to, StringComparison.Ordinal).Replace("=> segment", "=> throw null!", StringComparison.Ordinal);
        Assert.NotEqual(Models.OfClass(Run), Models.OfClass(changed));
    }

    [Theory]
    [InlineData("long Id, double[] Position")]
    [InlineData("double[] Position, int Id")]
    [InlineData("int Id, double[]? Position")]
    [InlineData("int Id, double[] Position, int More")]
    public void So_does_a_type_that_is_sent(string segment)
    {
        TaskModel one = Models.OfClass(Run);
        TaskModel two = Models.OfClass(Run, segment);
        Assert.NotEqual(one, two);
        Assert.NotEqual(one.Contract, two.Contract);
        Assert.NotEqual(one.ContractHash, two.ContractHash);
    }

    [Theory]
    [InlineData("=> segment;", "{ return segment; }")]
    [InlineData("private static", "internal  static")]
    [InlineData("[WorkTask]", "// A comment.\n[WorkTask]")]
    [InlineData("Segment segment, int x = 1", "global::Segment segment, System.Int32 x = 2 - 1")]
    public void What_it_does_not_depend_on_leaves_them_equal(string from, string to) =>
        Assert.Equal(Models.OfClass(Run), Models.OfClass(Run.Replace(from, to, StringComparison.Ordinal)));

    [Fact]
    public void No_model_holds_on_to_a_compilation()
    {
        var seen = new HashSet<Type>();
        Visit(typeof(TaskModel), seen);
        Assert.Contains(typeof(MemberModel), seen);
        Assert.DoesNotContain(seen, static t =>
            typeof(ISymbol).IsAssignableFrom(t) || typeof(SyntaxNode).IsAssignableFrom(t) || typeof(SyntaxReference).IsAssignableFrom(t) ||
            typeof(Location).IsAssignableFrom(t) || typeof(Compilation).IsAssignableFrom(t) || t == typeof(object));
    }

    private static void Visit(Type type, HashSet<Type> seen)
    {
        if (!seen.Add(type) || type.IsPrimitive || type == typeof(string))
            return;
        const System.Reflection.BindingFlags Instance =
            System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic;
        foreach (Type field in type.GetFields(Instance).Select(static f => f.FieldType))
            Visit(field.IsArray ? field.GetElementType()! : field, seen);
        foreach (Type argument in type.GetGenericArguments())
            Visit(argument, seen);
    }
}
