namespace WestRpc.Generators.Tests;

/// <summary>WRPC005 on the parameter, with what is to blame inside of its type.</summary>
public sealed class UnsendableSpecs
{
    private static Task Blames(string type, string blame, string declarations = "") => Diagnosed.ExpectAsync(
        $"{declarations} static partial class Work {{ [WorkTask] static unsafe void Run(int a, {type} x) {{ }} }}",
        $"WRPC005 'x': 'x' of the task 'Run' can't be sent: {blame}");

    [Theory]
    [InlineData("Action", "x, of type System.Action, is a delegate, and code can't be sent: send the data that it needs")]
    [InlineData("object", "x, of type object, can be anything: declare the type that is really sent")]
    [InlineData("dynamic", "x, of type dynamic, can be anything: declare the type that is really sent")]
    [InlineData("int*", "x, of type int*, is an address, which means nothing in another process: send the data that is there")]
    [InlineData("delegate*<int>", "x, of type delegate*<int>, is an address, which means nothing in another process: send the data that is there")]
    [InlineData("Span<int>", "x, of type System.Span<int>, lives on the stack only: send an array")]
    [InlineData("params ReadOnlySpan<int>", "x, of type System.ReadOnlySpan<int>, lives on the stack only: send an array")]
    [InlineData("scoped Span<int>", "x, of type System.Span<int>, lives on the stack only: send an array")]
    [InlineData("nint", "x, of type nint, is an address or a handle, which means nothing in another process")]
    [InlineData("UIntPtr?", "x, of type nuint, is an address or a handle, which means nothing in another process")]
    [InlineData("IDisposable", "x, of type System.IDisposable, is not the type of the object itself: declare the class that is really sent, or mark it with a [Union] for each")]
    [InlineData("Enum", "x, of type System.Enum, is not the type of the object itself: declare the class that is really sent, or mark it with a [Union] for each")]
    [InlineData("Thread", "x, of type System.Threading.Thread, belongs to the process that it is in: send a path or the data")]
    [InlineData("System.IO.FileInfo", "x, of type System.IO.FileInfo, belongs to the process that it is in: send a path or the data")]
    [InlineData("CancellationToken?", "x, of type System.Threading.CancellationToken, belongs to the process that it is in: send a path or the data")]
    [InlineData("System.Text.StringBuilder", "x, of type System.Text.StringBuilder, is declared in another assembly, where its state can't be seen: mark it with [MessagePackObject] there, write an IWorkFormatter for it, or send its parts")]
    public Task Types_that_never_can(string type, string blame) => Blames(type, blame);

    [Theory]
    [InlineData("List<Action>", "x[], of type System.Action, is a delegate, and code can't be sent: send the data that it needs")]
    [InlineData("object[][]", "x[][], of type object, can be anything: declare the type that is really sent")]
    [InlineData("Dictionary<string, object>", "x.Values[], of type object, can be anything: declare the type that is really sent")]
    [InlineData("Dictionary<object, string>", "x.Keys[], of type object, can be anything: declare the type that is really sent")]
    [InlineData("object[,,]", "x[], of type object, can be anything: declare the type that is really sent")]
    [InlineData("Memory<Action>", "x[], of type System.Action, is a delegate, and code can't be sent: send the data that it needs")]
    [InlineData("Tuple<int, object>", "x.Item2, of type object, can be anything: declare the type that is really sent")]
    [InlineData("System.Collections.Immutable.ImmutableArray<int>?", "x, of type System.Collections.Immutable.ImmutableArray<int>?, can be nothing in two ways, which are one on the wire: leave the '?' out")]
    [InlineData("ArraySegment<string>?", "x, of type System.ArraySegment<string>?, can be nothing in two ways, which are one on the wire: leave the '?' out")]
    [InlineData("(int A, (int, object) B)", "x.B.Item2, of type object, can be anything: declare the type that is really sent")]
    [InlineData("KeyValuePair<int, object>", "x.Value, of type object, can be anything: declare the type that is really sent")]
    [InlineData("Segment", "x.Topology.Bonds[].Callback, of type System.Action, is a delegate, and code can't be sent: send the data that it needs")]
    public Task The_path_to_what_is_to_blame(string type, string blame) => Blames(
        type, blame,
        "public record Segment(int Id, Topology Topology); public record Topology(List<Bond> Bonds); public record Bond(int A, Action Callback);");

    [Theory]
    [InlineData("private int y;", "x.y is not public, so it would be lost: make it a public property, or write the type with [MessagePackObject]")]
    [InlineData("public event Action? Y;", "x.Y is an event, whose handlers would be lost: send the object without it")]
    [InlineData("public int Y { private get; set; }", "x.Y has no public getter: give it one")]
    [InlineData("public int Y { get; private set; }", "x.Y is read-only and no public constructor takes it by its name and type: give it an 'init', or a constructor that takes all that is read-only")]
    [InlineData("public readonly int Y = 1;", "x.Y is read-only and no public constructor takes it by its name and type: give it an 'init', or a constructor that takes all that is read-only")]
    [InlineData("public int Y { get; } public State(long y) { }", "x.Y is read-only and no public constructor takes it by its name and type: give it an 'init', or a constructor that takes all that is read-only")]
    [InlineData("public int Y; public State(int y, int z) { }", "x has no public constructor that takes members of it alone, each by its name and type: add one, or one without parameters")]
    [InlineData("public int Y; private State() { }", "x has no public constructor that takes members of it alone, each by its name and type: add one, or one without parameters")]
    [InlineData("public required int Y { get => 1; set { } }", "x.Y is required, but is not among what is sent: don't require it")]
    public Task Members_that_can_not_come_back(string members, string blame) => Blames("State", blame, $"public class State {{ {members} }}");

    [Theory]
    [InlineData("[Obsolete(\"Gone.\", true)] public class State;", "x, of type State, is [Obsolete] as an error, so generated code can't use it either")]
    [InlineData("public class State { [Obsolete(\"Gone.\", true)] public int Y { get; set; } }", "x.Y is [Obsolete] as an error, so generated code can't use it either")]
    [InlineData("public class State { [Obsolete(\"Gone.\", true)] public State() { } }", "x has no public constructor that takes members of it alone, each by its name and type: add one, or one without parameters")]
    [InlineData("public class State : Exception;", "x derives from System.Exception of another assembly, whose state can't be seen: send its parts in a type of your own")]
    [InlineData("public abstract class State;", "x, of type State, is not the type of the object itself: declare the class that is really sent, or mark it with a [Union] for each")]
    [InlineData("public class Base { public int Y; } public class State : Base { public new int Y; }", "x.Y hides another Y, which would be lost: give it a name of its own")]
    [InlineData("public record Grow<T>(T X, Grow<List<T>>? Next); public record State(Grow<int> Y);", "x contains types in one another without an end, or more than 200 deep: send a list instead")]
    [InlineData("public record State(Grow<int> Y); public record Grow<T>(T X, Grow<(T, T)>? Next);", "x contains types in one another without an end, or more than 200 deep: send a list instead")]
    [InlineData("public class State(int seed) { public State() : this(1) { } public int Y; public int Next() => seed++; }", "x.seed is a parameter of the primary constructor that the type keeps, so it would be lost: make it a public property")]
    [InlineData("file enum State;", "x, of type State, can be seen in its own file only, and generated code is in another: make it internal")]
    [InlineData("file class Outer { public record Inner; } file class State : Outer;", "x, of type State, can be seen in its own file only, and generated code is in another: make it internal")]
    [InlineData("[System.Runtime.CompilerServices.InlineArray(3)] public struct State { public int First; }", "x, of type State, is an inline array, of which only the first item can be seen: send an array")]
    public Task Types_of_the_users_own(string declaration, string blame) => Blames("State", blame, declaration);

    [Theory]
    [InlineData("public int Y;", "x.Y has neither [Key] nor [IgnoreMember]: give it one of them")]
    [InlineData("[Key(0)] int y;", "x.y has a [Key] but can't be read from outside of its type: make it public")]
    [InlineData("[Key(0)] public int Y { private get; set; }", "x.Y has a [Key] but can't be read from outside of its type: make it public")]
    [InlineData("[Key(0)] public int Y; [Key(\"z\")] public int Z;", "x mixes numbers and names as keys: use one kind")]
    [InlineData("[Key(0)] public int Y; [Key(0)] public int Z;", "x.Z has the key 0, which another member has already: give it one of its own")]
    [InlineData("[Key(-1)] public int Y;", "x.Y has the key -1: keys begin at 0")]
    [InlineData("[Key(10000)] public int Y;", "x.Y has the key 10000, and each number below it takes a byte: give it one up to 9999")]
    [InlineData("[Key(0)] public int Y { get; }", "x.Y is read-only and no public constructor takes it in its place among the keys and with its type: give it an 'init', or a constructor that takes all that is read-only")]
    [InlineData("[Key(0)] public int Y; [Key(1)] public string? Z; public State(string z, int y) { }", "x has no public constructor that takes members of it alone, each in its place among the keys and with its type: add one, or one without parameters")]
    [InlineData("[Key(0)] public int Y { get; } [Key(1)] public int Z { get; } public State(int z, int y) { Y = z; Z = y; }", "x has a constructor whose parameter 'z' takes Y, which has its place among the keys: put them in one order")]
    [InlineData("[Key(0)] public int Y { get; set; } [SerializationConstructor] internal State() { }", "x has a [SerializationConstructor] that is not public: make it public")]
    [InlineData("[Key(0)] public object? Y;", "x.Y, of type object, can be anything: declare the type that is really sent")]
    [InlineData("[Key(0), MessagePackFormatter(typeof(int))] public int Y;", "x.Y has the formatter int, which is none for it: it must implement IMessagePackFormatter<int>")]
    public Task MessagePack_objects(string members, string blame) =>
        Blames("State", blame, $"[MessagePackObject] public class State {{ {members} }}");

    [Theory]
    [InlineData("[System.Runtime.Serialization.DataContract] public class State { [System.Runtime.Serialization.DataMember] int y; }", "x.y has a [DataMember] but can't be read from outside of its type: make it public")]
    [InlineData("[System.Runtime.Serialization.DataContract] public class State { [System.Runtime.Serialization.DataMember(Order = 1)] public int Y; [System.Runtime.Serialization.DataMember] public int Z; }", "x mixes numbers and names as keys: use one kind")]
    [InlineData("[MessagePackObject(true)] public class State { public int Y { get; } = 1; }", "x.Y is read-only and no public constructor takes it by its name or key and its type: give it an 'init', or a constructor that takes all that is read-only")]
    [InlineData("[MessagePackObject] public abstract class State;", "x, of type State, is abstract: give it a [Union] for each type that it may be")]
    [InlineData("[Union(0, typeof(Case))] public interface State; public record Case(int X) : State;", "x has a [Union] for Case, which must be a [MessagePackObject] that is not abstract")]
    [InlineData("[Union(0, typeof(Case))] public interface State; [MessagePackObject] public abstract record Case : State;", "x has a [Union] for Case, which must be a [MessagePackObject] that is not abstract")]
    [InlineData("[Union(0, typeof(Case))] public interface State; [MessagePackObject] public record Case;", "x has a [Union] for Case, which is none: it must derive from State")]
    [InlineData("[Union(0, typeof(A)), Union(0, typeof(B))] public abstract class State; [MessagePackObject] public class A : State; [MessagePackObject] public class B : State;", "x has two [Union]s with the key 0")]
    [InlineData("[Union(0, typeof(A)), Union(1, typeof(A))] public abstract class State; [MessagePackObject] public class A : State;", "x has two [Union]s for A")]
    [InlineData("[Union(0, typeof(A<>))] public abstract class State; [MessagePackObject] public class A<T> : State;", "x has a [Union(0, …)] that gives no closed type: give it typeof(…)")]
    [InlineData("[Union(0, \"A\")] public abstract class State; [MessagePackObject] public class A : State;", "x has a [Union(0, …)] that gives no closed type: give it typeof(…)")]
    [InlineData("public class State { [Key(0)] public Outer.IShape? Y; } public class Outer { [Union(0, typeof(Hidden))] public interface IShape; [MessagePackObject] private class Hidden : IShape; }", "x.Y(Hidden), of type Outer.Hidden, can't be named by generated code: make it internal or public")]
    [InlineData("[Union(0, typeof(A))] public abstract class State; [MessagePackObject] public class A : State { [Key(0)] public object? Y; }", "x(A).Y, of type object, can be anything: declare the type that is really sent")]
    [InlineData("[MessagePackObject, MessagePackFormatter(typeof(int))] public class State { [Key(0)] public int Y; }", "x has the formatter int, which is none for it: it must implement IMessagePackFormatter<State>")]
    [InlineData("[MessagePackObject] public class Base { [Key(0)] public int Y; } [MessagePackObject] public class State : Base { [Key(1)] public new int Y; }", "x.Y hides another Y: give it a name of its own")]
    public Task MessagePack_types(string declaration, string blame) => Blames("State", blame, declaration);

    [Theory]
    [InlineData("[assembly: WorkFormatter<State, A>, WorkFormatter<State, B>]", "public sealed class A : Base; public sealed class B : Base;", "x has two formatters, A and B: name the right one in this assembly")]
    [InlineData("[assembly: WorkFormatter<State, Explicit>]", "", "x has the formatter Explicit, whose members can't be called by name: make them public")]
    public Task Formatters_of_ours(string attribute, string declarations, string blame) => Diagnosed.ExpectAsync(
        $$"""
        {{attribute}}
        public sealed class State;
        public abstract class Base : IWorkFormatter<State>
        {
            public static void Write(ref MessagePackWriter writer, State value, WestRpc.Wire.WireContext wire) => writer.WriteNil();
            public static State Read(ref MessagePackReader reader, WestRpc.Wire.WireContext wire) => new();
        }
        public sealed class Explicit : IWorkFormatter<State>
        {
            static void IWorkFormatter<State>.Write(ref MessagePackWriter writer, State value, WestRpc.Wire.WireContext wire) => writer.WriteNil();
            static State IWorkFormatter<State>.Read(ref MessagePackReader reader, WestRpc.Wire.WireContext wire) => new();
        }
        {{declarations}}
        static partial class Work { [WorkTask] static void Run(State x) { } }
        """,
        $"WRPC005 'x': 'x' of the task 'Run' can't be sent: {blame}");

    [Theory]
    [InlineData("typeof(OfInt)", "x has the formatter OfInt, which is none for it: it must implement IMessagePackFormatter<State>")]
    [InlineData("typeof(NoConstructor)", "x has the formatter NoConstructor, which has no public constructor without parameters")]
    [InlineData("typeof(WithArgument), 3", "x has a formatter with arguments, which generated code does not pass: give WithArgument a constructor without")]
    public Task Formatters_of_MessagePack(string arguments, string blame) => Blames(
        "State", blame,
        $$"""
        [MessagePackFormatter({{arguments}})] public class State;
        public abstract class Base : MessagePack.Formatters.IMessagePackFormatter<State?>
        {
            public void Serialize(ref MessagePackWriter writer, State? value, MessagePackSerializerOptions options) => writer.WriteNil();
            public State? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => null;
        }
        public sealed class NoConstructor : Base { private NoConstructor() { } }
        public sealed class WithArgument(int x) : Base { public int X => x; }
        public sealed class OfInt : MessagePack.Formatters.IMessagePackFormatter<int>
        {
            public void Serialize(ref MessagePackWriter writer, int value, MessagePackSerializerOptions options) => writer.WriteNil();
            public int Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => 0;
        }
        """);

    [Fact]
    public Task Formatters_in_a_generic_type() => Blames(
        "Outer<int>.Inner", "x has the formatter Outer<>.F, which is none for it: it must implement IMessagePackFormatter<Outer<int>.Inner>",
        "public class Outer<T> { [MessagePackFormatter(typeof(Outer<>.F))] public class Inner; public class F; }");

    [Fact]
    public Task WRPC005_for_a_result() => Diagnosed.ExpectInClassAsync(
        "[WorkTask] static async Task<List<Action>> Run() { await Task.Yield(); return []; }",
        "WRPC005 'Run': 'result' of the task 'Run' can't be sent: result[], of type System.Action, is a delegate, and code can't be sent: send the data that it needs");

    [Fact]
    public Task WRPC005_for_each_parameter_with_its_own_blame() => Diagnosed.ExpectInClassAsync(
        "[WorkTask] static void Run(Action a, int b, List<object> c, List<object> d) { }",
        "WRPC005 'a': 'a' of the task 'Run' can't be sent: a, of type System.Action, is a delegate, and code can't be sent: send the data that it needs",
        "WRPC005 'c': 'c' of the task 'Run' can't be sent: c[], of type object, can be anything: declare the type that is really sent",
        "WRPC005 'd': 'd' of the task 'Run' can't be sent: d[], of type object, can be anything: declare the type that is really sent");
}
