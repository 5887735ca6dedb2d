using System.Reflection;
using System.Runtime.Loader;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WestRpc.Simulation.Tests;

/// <summary>
/// Compiles the dispatcher's core, the other state machines that it is simulated with, and the simulator from their sources, with a patch or without, into one assembly that
/// can be thrown away.
/// </summary>
internal sealed class MutantCompiler
{
    private static readonly string[] Folders =
    [
        "src/WestRpc/Dispatch", "src/WestRpc/Workers", "src/WestRpc/Wire", "src/WestRpc/Tasks", "src/WestRpc/Exceptions",
        "src/WestRpc", "src/WestRpc.ZeroMQ/Security", "tests/WestRpc.Simulation", "tests/WestRpc.Simulation/Nodes",
    ];

    private static readonly string[] Files =
    [
        "src/WestRpc/Transports/IWorkerChannel.cs", "src/WestRpc/Transports/IWorkerTransport.cs", "src/WestRpc/Transports/WorkerSlots.cs",
        "src/WestRpc/Configuration/WorkManagerOptions.cs", "src/WestRpc/Diagnostics/CarefulLogger.cs", "src/WestRpc/Diagnostics/OutputLogger.cs",
        "src/WestRpc/Diagnostics/SignalName.cs", "src/WestRpc/Programs/ProgramReport.cs",
        "src/WestRpc/Transports/Processes/MachineShare.cs", "src/WestRpc/Transports/Processes/VisibleGpus.cs",
        "src/WestRpc.ZeroMQ/RunningClock.cs", "src/WestRpc.ZeroMQ/TransferProgress.cs", "src/WestRpc.ZeroMQ/Configuration/ZeroMQSecurity.cs", "src/WestRpc.ZeroMQ/Zmtp/IMessageSink.cs",
        "src/WestRpc.ZeroMQ/Wire/FrameBatch.cs", "src/WestRpc.ZeroMQ/Wire/NodeFrame.cs", "src/WestRpc.ZeroMQ/Wire/NodeMessages.cs", "src/WestRpc.ZeroMQ/Wire/SealedSender.cs",
        "src/WestRpc.ZeroMQ/Nodes/NodeLife.cs", "src/WestRpc.ZeroMQ/Nodes/NodeSettings.cs", "src/WestRpc.ZeroMQ/Nodes/Relay.cs",
        "src/WestRpc.ZeroMQ/Master/NodeServerSettings.cs", "src/WestRpc.ZeroMQ/Master/NodeSession.cs", "src/WestRpc.ZeroMQ/Master/NodeTable.cs",
        "src/WestRpc.ZeroMQ/Master/RemoteWorker.cs", "src/WestRpc.ZeroMQ/Master/WorkerNumbers.cs",
    ];

    // Those drive the core in a real program, and need what other generators write.
    private static readonly string[] LeftOut =
    [
        "Dispatcher.cs", "DispatchAlarm.cs", "DispatchedWorkManager.cs", "WorkerHost.cs", "WorkContext.cs", "Heartbeat.cs",
        "BusyWatch.cs", "WorkApplication.cs", "WorkManager.cs", "WorkManagerCatalog.cs", "WorkRun.cs", "SignalWatch.cs",
        "Program.cs", "SimulationCommand.cs",
    ];

    private const string Rest = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;

        namespace WestRpc
        {
            public sealed class WorkContext;
        }

        namespace WestRpc.Dispatch
        {
            internal sealed class Dispatcher
            {
                public void Cancel(WorkItem item) { }
            }
        }

        namespace WestRpc.Diagnostics
        {
            internal static class Log
            {
                public static void WorkerRefused(Microsoft.Extensions.Logging.ILogger logger, WorkerIdentity worker, string reason) { }
            }
        }

        namespace WestRpc.ZeroMQ
        {
            internal static class Log
            {
                public static void NodeLost(Microsoft.Extensions.Logging.ILogger logger, string node, string reason) { }

                public static void NodeLeft(Microsoft.Extensions.Logging.ILogger logger, string node) { }
            }
        }

        namespace WestRpc.Simulation
        {
            public static class Mutant
            {
                public static string Run(int seed) => Simulation.Run(ScenarioFactory.Create(seed), new Coverage()).Failure;
            }
        }
        """;

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Preview);

    private readonly Dictionary<string, string> sources;
    private readonly Dictionary<string, SyntaxTree> trees;
    private readonly MetadataReference[] references;

    public MutantCompiler()
    {
        sources = Folders.SelectMany(static f => Directory.GetFiles(Path.Combine(Repository.Root, f), "*.cs"))
            .Concat(Files.Select(static f => Path.Combine(Repository.Root, f)))
            .Where(static f => !LeftOut.Contains(Path.GetFileName(f)))
            .ToDictionary(static f => Path.GetRelativePath(Repository.Root, f).Replace('\\', '/'), File.ReadAllText);
        trees = sources.ToDictionary(static s => s.Key, static s => Parse(s.Value, s.Key));
        trees.Add("Rest", Parse(Rest, "Rest"));
        references =
        [
            .. Net100.References.All,
            MetadataReference.CreateFromFile(typeof(MessagePack.MessagePackReader).Assembly.Location),
            MetadataReference.CreateFromFile(typeof(MessagePack.MessagePackObjectAttribute).Assembly.Location),
            MetadataReference.CreateFromFile(typeof(Microsoft.Extensions.Logging.ILogger).Assembly.Location),
            MetadataReference.CreateFromFile(typeof(Org.BouncyCastle.Math.EC.Rfc7748.X25519).Assembly.Location),
        ];
    }

    /// <summary>Runs one seed of the mutant; returns what failed, or null.</summary>
    public (Func<int, string?> Run, AssemblyLoadContext Context) Compile(UnifiedDiff? patch)
    {
        var changed = new Dictionary<string, SyntaxTree>(trees);
        foreach (string path in patch?.Paths ?? [])
        {
            if (!sources.TryGetValue(path, out string? text))
                throw new FormatException($"There is no {path} among the sources of the core.");
            changed[path] = Parse(patch!.Apply(path, text), path);
        }

        var compilation = CSharpCompilation.Create(
            "Mutant", changed.Values, references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true));
        using var image = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(image);
        if (!result.Success)
        {
            throw new InvalidOperationException(string.Join(
                Environment.NewLine, result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error).Take(20)));
        }

        image.Position = 0;
        var context = new AssemblyLoadContext("mutant", isCollectible: true);
        MethodInfo run = context.LoadFromStream(image).GetType("WestRpc.Simulation.Mutant")!.GetMethod("Run")!;
        return (run.CreateDelegate<Func<int, string?>>(), context);
    }

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, Parsing, path);
}
