using Fix = WestRpc.CodeFixes.Tests.FixTest<WestRpc.Generators.Analyzers.WorkTaskAnalyzer, WestRpc.CodeFixes.AddKeysCodeFix>;

namespace WestRpc.CodeFixes.Tests;

/// <summary>WRPC005: a type gets the attributes with which it can be sent.</summary>
public sealed class AddKeysSpecs
{
    private static string With(string type, string usings = "using MessagePack;\n", bool isMarked = true) =>
        $"using System;\n{usings}using WestRpc;\n\nstatic partial class Work\n{{\n    [WorkTask]\n    static void Run(Segment[] {(isMarked ? "{|WRPC005:x|}" : "x")}) {{ }}\n}}\n\n{type}\n";

    private static Task ExpectAsync(string before, string after) => Fix.ExpectAsync(With(before), With(after, isMarked: false));

    [Fact]
    public Task A_class_with_private_state() => ExpectAsync(
        """
        public class Segment
        {
            private double[]? cache;

            public double[] Position { get; set; } = [];

            public double Weight;

            public double[] Cache => cache ??= Position;

            [IgnoreMember]
            public int Ignored { get; set; }

            public static int Count { get; set; }
        }
        """,
        """
        [MessagePackObject]
        public class Segment
        {
            private double[]? cache;

            [Key(0)]
            public double[] Position { get; set; } = [];

            [Key(1)]
            public double Weight;

            [IgnoreMember]
            public double[] Cache => cache ??= Position;

            [IgnoreMember]
            public int Ignored { get; set; }

            public static int Count { get; set; }
        }
        """);

    [Fact]
    public Task A_record_with_an_event() => ExpectAsync(
        """
        public record Segment(double[] Position, double Weight)
        {
            public event Action? Done;

            public void Finish() => Done?.Invoke();
        }
        """,
        """
        [MessagePackObject]
        public record Segment([property: Key(0)] double[] Position, [property: Key(1)] double Weight)
        {
            public event Action? Done;

            public void Finish() => Done?.Invoke();
        }
        """);

    [Fact]
    public Task Members_without_keys_continue_the_numbers() => ExpectAsync(
        """
        [MessagePackObject]
        public class Segment
        {
            [Key(3)]
            public double[] Position { get; set; } = [];

            public double Weight { get; set; }

            public int Id { get; set; }
        }
        """,
        """
        [MessagePackObject]
        public class Segment
        {
            [Key(3)]
            public double[] Position { get; set; } = [];

            [Key(4)]
            public double Weight { get; set; }

            [Key(5)]
            public int Id { get; set; }
        }
        """);

    [Fact]
    public Task Members_without_keys_beside_names_get_their_names() => ExpectAsync(
        """
        [MessagePackObject]
        public class Segment
        {
            [Key("position")]
            public double[] Position { get; set; } = [];

            public double Weight { get; set; }
        }
        """,
        """
        [MessagePackObject]
        public class Segment
        {
            [Key("position")]
            public double[] Position { get; set; } = [];

            [Key("Weight")]
            public double Weight { get; set; }
        }
        """);

    [Fact]
    public Task A_type_inside_of_what_is_sent() => ExpectAsync(
        "public record Segment(int Id, Topology Topology);\n\npublic class Topology\n{\n    private int count;\n\n    public int Count { get => count; set => count = value; }\n}",
        "public record Segment(int Id, Topology Topology);\n\n[MessagePackObject]\npublic class Topology\n{\n    private int count;\n\n    [Key(0)]\n    public int Count { get => count; set => count = value; }\n}");

    [Fact]
    public Task With_the_using_that_it_needs() => Fix.ExpectAsync(
        With("public class Segment\n{\n    private int count;\n\n    public int Count { get => count; set => count = value; }\n}", ""),
        With("[MessagePackObject]\npublic class Segment\n{\n    private int count;\n\n    [Key(0)]\n    public int Count { get => count; set => count = value; }\n}", isMarked: false));

    [Fact]
    public Task Once_where_two_tasks_send_it() => Fix.ExpectAsync(
        """
        using MessagePack;
        using WestRpc;

        static partial class Work
        {
            [WorkTask]
            static void Run(Segment {|WRPC005:a|}, Segment {|WRPC005:b|}) { }

            [WorkTask]
            static Segment {|WRPC005:Make|}() => new();
        }

        class Segment
        {
            int seed = 1;

            public int Seed { get => seed; set => seed = value; }
        }
        """,
        """
        using MessagePack;
        using WestRpc;

        static partial class Work
        {
            [WorkTask]
            static void Run(Segment a, Segment b) { }

            [WorkTask]
            static Segment Make() => new();
        }

        [MessagePackObject]
        class Segment
        {
            int seed = 1;

            [Key(0)]
            public int Seed { get => seed; set => seed = value; }
        }
        """);

    [Fact]
    public Task A_type_of_another_project() => Fix.ExpectInLibraryAsync(
        With("static class More;"), With("static class More;", isMarked: false),
        "using MessagePack;\n\npublic class Segment\n{\n    public int Id { get; set; }\n}\n",
        "using MessagePack;\n\n[MessagePackObject]\npublic class Segment\n{\n    [Key(0)]\n    public int Id { get; set; }\n}\n");

    [Theory]
    [InlineData("public delegate void Segment();")]
    [InlineData("public abstract class Segment;")]
    [InlineData("public class Segment { private int x; public int X => x; public int Y { get; } }")]
    [InlineData("public class Segment { private int x; public int A, B; public int X() => x; }")]
    [InlineData("public class Segment : Exception { public int X { get; set; } }")]
    [InlineData("public record Segment(object X);")]
    [InlineData("public record Segment(System.Text.StringBuilder X);")]
    public Task None_where_keys_do_not_help(string type) => Fix.ExpectNoneAsync(With(type));
}
