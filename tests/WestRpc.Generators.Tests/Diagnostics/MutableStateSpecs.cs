namespace WestRpc.Generators.Tests;

/// <summary>Static state that a task's own code uses.</summary>
public sealed class MutableStateSpecs
{
    private const string Read = "reads 'Work.{0}', of which each worker process has its own: what the program sets there does not reach a worker, so pass it as an argument, or make it readonly";
    private const string Change = "changes 'Work.{0}', of which each worker process has its own: neither the program nor another worker sees the change, so return it instead";

    private static Task ExpectAsync(string member, string body, params string[] diagnostics) => Diagnosed.ExpectInWorkingCodeAsync(
        main: false,
        $$"""
        public static partial class Work
        {
            {{member}}

            [WorkTask]
            static int Run(int x)
            {
                {{body}}
                return x;
            }
        }
        """,
        diagnostics);

    private static string Text(string at, string name, string format) =>
        $"WRPC015 '{at}': The task 'Run' {string.Format(System.Globalization.CultureInfo.InvariantCulture, format, name)}";

    [Theory]
    [InlineData("static double step = 1;", "x += (int)step;", "step")]
    [InlineData("static double step = 1;", "x += (int)Work.step;", "step", "Work.step")]
    [InlineData("static double Step { get; set; }", "x += (int)Step;", "Step")]
    [InlineData("static int[] table = [];", "x += table[0];", "table")]
    [InlineData("static int[] table = [];", "x += table.Length;", "table")]
    [InlineData("static double step = 1;", "Func<double> f = () => step; f();", "step")]
    [InlineData("static double step = 1;", "Inner(); void Inner() { x += (int)step; }", "step")]
    [InlineData("static event Action? Done;", "Done?.Invoke();", "Done")]
    public Task WRPC015_where_a_task_reads_it(string member, string body, string name, string? at = null) =>
        ExpectAsync(member, body, Text(at ?? name, name, Read));

    [Theory]
    [InlineData("static int count;", "count = x;", "count")]
    [InlineData("static int count;", "count++;", "count")]
    [InlineData("static int count;", "count += x;", "count")]
    [InlineData("static int? count;", "count ??= x;", "count")]
    [InlineData("static int count;", "Interlocked.Increment(ref count);", "count")]
    [InlineData("static int count;", "int.TryParse(\"1\", out count);", "count")]
    [InlineData("static int count;", "(count, x) = (x, 1);", "count")]
    [InlineData("static int Count { get; set; }", "Count++;", "Count")]
    [InlineData("static (int A, int B) pair;", "pair.A = x;", "pair")]
    [InlineData("static readonly int[] counts = new int[3];", "counts[x]++;", "counts")]
    [InlineData("static readonly List<int> results = [];", "results.Add(x);", "results")]
    [InlineData("static readonly Dictionary<int, int> histogram = [];", "histogram[x] = 1;", "histogram")]
    [InlineData("static List<int> Results { get; } = [];", "Results.Add(x);", "Results")]
    [InlineData("static event Action? Done;", "Done += () => { };", "Done")]
    public Task WRPC015_where_a_task_changes_it(string member, string body, string name) =>
        ExpectAsync(member, body, Text(name, name, Change));

    [Fact]
    public Task WRPC015_once_for_each_member_where_it_is_changed() => ExpectAsync(
        "static int a; static int b;", "x += a; x += b; a = x; x += b;",
        Text("b", "b", Read), Text("a", "a", Change));

    [Theory]
    [InlineData("static readonly double step = 1;", "x += (int)step;")]
    [InlineData("const double Step = 1;", "x += (int)Step;")]
    [InlineData("static double Step => 1;", "x += (int)Step;")]
    [InlineData("static double Step { get; } = 1;", "x += (int)Step;")]
    [InlineData("[ThreadStatic] static int[]? buffer;", "buffer ??= new int[3];")]
    [InlineData("static readonly int[] table = [1, 2];", "x += table[0]; foreach (int i in table) x += i;")]
    [InlineData("static readonly Dictionary<int, int> table = [];", "x += table[0] + table.Count;")]
    [InlineData("static readonly System.Collections.Concurrent.ConcurrentDictionary<int, int> cache = [];", "x = cache.GetOrAdd(x, i => i);")]
    [InlineData("static int count;", "string s = nameof(count);")]
    [InlineData("static int count; static int Count() => count++;", "x += Count();")]
    [InlineData("static readonly object gate = new();", "lock (gate) x++;")]
    [InlineData("", "var before = System.Globalization.CultureInfo.CurrentCulture; x += Environment.ProcessId;")]
    [InlineData("class Local { public int Count; }", "var local = new Local(); local.Count++;")]
    [InlineData("static readonly System.Collections.Immutable.ImmutableList<int> none = [];", "var one = none.Add(x);")]
    public Task Silent_where_every_worker_has_the_same(string member, string body) => ExpectAsync(member, body);

    [Fact]
    public Task Silent_outside_of_tasks() => Diagnosed.ExpectInWorkingCodeAsync(
        main: false, "public static partial class Work { static int count; [WorkTask] static int Run() => 1; public static int Count() => count++; }");

    [Fact]
    public Task WRPC015_in_the_body_of_a_partial_method_whose_other_part_is_marked() => Diagnosed.ExpectInWorkingCodeAsync(
        main: false,
        "public static partial class Work { static int step = 1; [WorkTask] private static partial int Run(); private static partial int Run() => step; }",
        Text("step", "step", Read));

    [Fact]
    public Task Silent_where_it_is_disabled_there() => ExpectAsync(
        "static int count;", "\n#pragma warning disable WRPC015 // each worker counts for itself\ncount++;\n#pragma warning restore WRPC015\n");
}
