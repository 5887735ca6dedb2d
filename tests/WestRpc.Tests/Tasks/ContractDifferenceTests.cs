namespace WestRpc.Tests.Tasks;

/// <summary>Two contracts of the task <c>E.Run</c>, and what is said of them.</summary>
public sealed class ContractDifferenceTests
{
    private const string Ours =
        "E.Run(E.Segment start, (int A, System.Collections.Generic.List<(int, double[,])> B) more, int steps) -> E.Segment?\n" +
        "E.Segment(int Id, double[] Position, E.Kind Kind)\n" +
        "enum E.Kind : int { Open = 0, Closed = 1 }\n" +
        "E.Keyed(int [0] Id, double [1] Weight)";

    [Theory]
    [InlineData("int steps", "long steps", "parameter 'steps': the master has 'int', the worker 'long'")]
    [InlineData("(int, double[,])", "(int, float[,])", "parameter 'more': the master has '(int A, System.Collections.Generic.List<(int, double[,])> B)', the worker '(int A, System.Collections.Generic.List<(int, float[,])> B)'")]
    [InlineData("int steps", "int count", "parameter 3: the master has 'int steps', the worker 'int count'")]
    [InlineData(", int steps", "", "parameter 3: the master has 'int steps', the worker 'nothing'")]
    [InlineData("int steps", "int steps, bool fast", "parameter 4: the master has 'nothing', the worker 'bool fast'")]
    [InlineData("-> E.Segment?", "-> void", "result: the master has 'E.Segment?', the worker 'void'")]
    [InlineData("int Id, double[] Position", "long Id, double[] Position", "member 'Id' of E.Segment: the master has 'int', the worker 'long'")]
    [InlineData("int Id, double[] Position", "double[] Position, int Id", "member 1 of E.Segment: the master has 'int Id', the worker 'double[] Position'")]
    [InlineData(", E.Kind Kind", "", "member 3 of E.Segment: the master has 'E.Kind Kind', the worker 'nothing'")]
    [InlineData("Closed = 1", "Closed = 2", "value 'Closed' of E.Kind: the master has '1', the worker '2'")]
    [InlineData("Open = 0, Closed = 1", "Closed = 1", "value 1 of E.Kind: the master has 'Open = 0', the worker 'Closed = 1'")]
    [InlineData("enum E.Kind : int", "enum E.Kind : byte", "the master has 'enum E.Kind : int { Open = 0, Closed = 1 }', the worker 'enum E.Kind : byte { Open = 0, Closed = 1 }'")]
    [InlineData("double [1] Weight", "float [1] Weight", "member '[1] Weight' of E.Keyed: the master has 'double', the worker 'float'")]
    [InlineData("double [1] Weight", "double [2] Weight", "member 2 of E.Keyed: the master has 'double [1] Weight', the worker 'double [2] Weight'")]
    [InlineData("\nE.Keyed(int [0] Id, double [1] Weight)", "", "the master has 'E.Keyed(int [0] Id, double [1] Weight)', the worker 'nothing'")]
    public void Describe_OneChange_NamesItWithBothTypes(string from, string to, string expected)
    {
        string theirs = Ours.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(Ours, theirs);
        Assert.Equal(expected, ContractDifference.Describe("E.Run", Ours, theirs, "the master", "the worker"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("E.Run")]
    [InlineData("E.Run(")]
    [InlineData("E.Run(int start) ->")]
    [InlineData("\n\n\n")]
    [InlineData("E.Run(,) -> \nE.Segment\nE.Segment()\n((((")]
    [InlineData(")>]} ,(,< = = [")]
    public void Describe_TextThatIsNone_SaysSomething(string theirs) =>
        Assert.Contains("the worker", ContractDifference.Describe("E.Run", Ours, theirs, "the master", "the worker"), StringComparison.Ordinal);
}
