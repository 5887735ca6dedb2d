using System.IO.Enumeration;
using System.Runtime.Loader;

namespace WestRpc.Simulation.Tests;

/// <summary>
/// The schedules are worth something only if they find bugs: each patch puts one into the core or an end of a node, and is to be
/// caught. As they are they pass the same schedules.
/// </summary>
public sealed class MutantTests(ITestOutputHelper output)
{
    private const int Schedules = 20_000;

    // Of each subject one; the others run with --long.
    private static readonly string[] Sample =
    [
        "requeue-at-the-back", "recalled-before-the-answer", "late-flag-sticks", "lease-without-generation",
        "late-tick-counts", "drain-forgets-delayed", "bytes-without-a-limit", "handshake-checked-on-the-first-worker-only",
        "closed-before-pending-frames", "start-failures-never-reset", "suspect-starves",
        "node-reuses-numbers", "node-goes-on-when-refused", "session-blames-the-withdrawn", "table-keeps-the-former",
    ];

    // WESTRPC_MUTANTS=other-*,late-tick-counts: those.
    private static readonly string[] Wanted = Environment.GetEnvironmentVariable("WESTRPC_MUTANTS")?.Split(',') ?? [];

    public static TheoryData<string> Names() => new(All().Where(IsWanted));

    [Fact]
    public void Mutants_AreManyAndTheSampleIsAmongThem()
    {
        Assert.True(All().Count() >= 200);
        Assert.Empty(Sample.Except(All()));
    }

    /// <summary>Most run with --long only: that their code has moved on is to be seen at once.</summary>
    [Fact]
    public void Mutants_AllFitTheSources()
    {
        foreach (string name in All())
        {
            UnifiedDiff patch = PatchOf(name);
            foreach (string path in patch.Paths)
                patch.Apply(path, File.ReadAllText(Path.Combine(Repository.Root, path)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_Mutant_IsCaught(string name)
    {
        (Func<int, string?> run, AssemblyLoadContext context) = new MutantCompiler().Compile(PatchOf(name));
        try
        {
            for (int seed = 0; seed < Schedules; seed++)
            {
                if (run(seed) is not { } failure)
                    continue;
                output.WriteLine($"{name}: seed {seed}: {failure.Split('\n')[0]}");
                return;
            }
        }
        finally
        {
            context.Unload();
        }

        Assert.Fail($"{name} passes {Schedules:N0} schedules.");
    }

    [Fact]
    public void Run_NoPatch_PassesInTheSameWay()
    {
        (Func<int, string?> run, AssemblyLoadContext context) = new MutantCompiler().Compile(null);
        for (int seed = 0; seed < 200; seed++)
            Assert.Null(run(seed));
        context.Unload();
    }

    [Fact]
    public void Apply_PatchThatDoesNotFit_Fails() => Assert.Throws<FormatException>(() => UnifiedDiff
        .Parse("--- a/x\n+++ b/x\n@@ -1,1 +1,1 @@\n-what is not there\n+what would be\n").Apply("x", "something\nelse\n"));

    private static UnifiedDiff PatchOf(string name) => UnifiedDiff.Parse(File.ReadAllText(Path.Combine(Folder, $"{name}.patch")));

    private static bool IsWanted(string name) => Wanted.Length > 0
        ? Wanted.Any(w => FileSystemName.MatchesSimpleExpression(w, name))
        : Repository.IsLong || Sample.Contains(name);

    private static string Folder => Path.Combine(Repository.Root, "tests/WestRpc.Simulation.Tests/Mutants");

    private static IEnumerable<string> All() => Directory.GetFiles(Folder, "*.patch").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!;
}
