namespace WestRpc.Generators.Tests;

/// <summary>What the entry point does in every worker process as well.</summary>
public sealed class EntryPointSpecs
{
    private const string Run = "return await WorkApplication.RunAsync(args, async run => { await Task.Yield(); Console.WriteLine(1); });";

    private static string Text(string at, string method = "RunAsync", string where = "into its body") =>
        $"WRPC018 '{at}': This runs in every worker process as well, since it comes before WorkApplication.{method}: move it {where}";

    [Theory]
    [InlineData("Console.WriteLine(\"starts\");")]
    [InlineData("await Task.Delay(1);")]
    [InlineData("Setup.Count = 1;")]
    [InlineData("Setup.Count++;")]
    [InlineData("Setup.Go();")]
    [InlineData("new Setup();")]
    [InlineData("_ = Setup.Go();")]
    [InlineData("System.IO.File.Delete(\"out\");")]
    public async Task WRPC018_for_a_statement_of_either_kind_of_entry_point(string statement)
    {
        await Diagnosed.ExpectInWorkingCodeAsync(main: true, $"{statement} {Run} {Setup}", Text(statement));
        await Diagnosed.ExpectInWorkingCodeAsync(
            main: true, $"class Program {{ static async Task<int> Main(string[] args) {{ {statement} {Run} }} }} {Setup}", Text(statement));
    }

    [Theory]
    [InlineData("var text = System.IO.File.ReadAllText(\"in\");", "System.IO.File.ReadAllText(\"in\")")]
    [InlineData("using var log = new System.IO.StreamWriter(\"out\");", "new System.IO.StreamWriter(\"out\")")]
    [InlineData("int n = int.Parse(Console.ReadLine()!);", "Console.ReadLine()")]
    [InlineData("int n = await Setup.GoAsync();", "await Setup.GoAsync()")]
    [InlineData("if (args.Length > 0) Console.WriteLine();", "Console.WriteLine();")]
    [InlineData("foreach (string a in args) { Console.WriteLine(a); }", "Console.WriteLine(a);")]
    [InlineData("try { Setup.Go(); } finally { }", "Setup.Go();")]
    [InlineData("var list = new List<string>(); list.Add(Console.ReadLine()!);", "Console.ReadLine()")]
    public Task WRPC018_for_a_part_of_a_statement(string statement, string at) =>
        Diagnosed.ExpectInWorkingCodeAsync(main: true, $"{statement} {Run} {Setup}", Text(at));

    [Fact]
    public Task WRPC018_for_each_statement_in_each_block_around_the_call() => Diagnosed.ExpectInWorkingCodeAsync(
        main: true, $"Console.Write(1); try {{ Console.Write(2); {Run} }} finally {{ Console.Write(3); }}",
        Text("Console.Write(1);"), Text("Console.Write(2);"));

    [Fact]
    public Task WRPC018_once_where_there_are_several_calls() => Diagnosed.ExpectInWorkingCodeAsync(
        main: true, $"Console.Write(1); if (args.Length > 0) {Run} Console.Write(2); {Run}", Text("Console.Write(1);"));

    [Fact]
    public Task WRPC018_before_ServeIfWorkerAsync_and_not_behind_it() => Diagnosed.ExpectInWorkingCodeAsync(
        main: true, $"Console.Write(1); if (await WorkApplication.ServeIfWorkerAsync() is {{ }} code) return code; Console.Write(2); {Run}",
        Text("Console.Write(1);", "ServeIfWorkerAsync", "behind that"));

    [Theory]
    [InlineData("")]
    [InlineData("const int N = 3; int n = N; string s = $\"{n}\"; n++; n = 5; s += n;")]
    [InlineData("var options = new WorkManagerOptions { MaxPending = 3 }; options = options ?? new();")]
    [InlineData("var list = new List<int> { 1 }; list.Add(2); list[0] = 3;")]
    [InlineData("var array = new int[3]; array[0] = 1; (array[1], array[2]) = (2, 3);")]
    [InlineData("int n = Setup.Go(); int m = args.Length;")]
    [InlineData("bool there = System.IO.File.Exists(\"in\");")]
    [InlineData("Console.OutputEncoding = System.Text.Encoding.UTF8; System.Globalization.CultureInfo.DefaultThreadCurrentCulture = null;")]
    [InlineData("ThreadPool.SetMinThreads(4, 4); Environment.SetEnvironmentVariable(\"A\", \"B\"); ArgumentNullException.ThrowIfNull(args);")]
    [InlineData("AppDomain.CurrentDomain.UnhandledException += (_, _) => Console.WriteLine();")]
    [InlineData("if (args.Length > 9) { Console.WriteLine(\"usage\"); return 1; }")]
    [InlineData("Action print = () => Console.WriteLine(); void Print() => Console.WriteLine(); ")]
    public Task Silent_for_what_stays_in_the_process(string statements) =>
        Diagnosed.ExpectInWorkingCodeAsync(main: true, $"{statements} {Run} {Setup}");

    [Theory]
    [InlineData("Console.WriteLine(); return 0;")]
    [InlineData("Console.WriteLine(); Func<Task<int>> run = async () => { " + Run + " }; return 0;")]
    public Task Silent_where_the_entry_point_does_not_call_it(string body) => Diagnosed.ExpectInWorkingCodeAsync(main: true, body);

    [Fact]
    public Task Silent_in_other_methods() => Diagnosed.ExpectInWorkingCodeAsync(
        main: true, $"return 0; class Other {{ public static async Task<int> Main2(string[] args) {{ Console.WriteLine(); {Run} }} }}");

    [Fact]
    public Task Silent_behind_it() => Diagnosed.ExpectInWorkingCodeAsync(
        main: true, "int code = await WorkApplication.RunAsync(args, run => Task.CompletedTask); Console.WriteLine(); return code;");

    private const string Setup = "class Setup { public static int Count; public static int Go() => 1; public static Task<int> GoAsync() => Task.FromResult(1); }";
}
