using WestRpc.Configuration;
using WestRpc.Diagnostics;
using WestRpc.Dispatch;
using WestRpc.Transports.Processes;

namespace WestRpc;

/// <summary>
/// The frame of a program that runs tasks: reads the settings, starts the work manager, handles signals. In a child
/// process it serves tasks instead, so code in front of it runs in every child.
/// </summary>
public static class WorkApplication
{
    private const int BadConfigurationCode = 2;
    private const int FailedCode = 1;

    /// <summary>Runs <paramref name="body"/> with the work manager that was chosen; the exit code is 0 unless it throws.</summary>
    /// <inheritdoc cref="RunAsync(string[], Func{WorkRun, Task{int}}, Action{WorkManagerCatalog}, WorkManagerOptions)"/>
    public static Task<int> RunAsync(
        string[] args, Func<WorkRun, Task> body, Action<WorkManagerCatalog>? managers = null, WorkManagerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return RunAsync(
            args,
            async run =>
            {
                await body(run);
                return 0;
            },
            managers,
            options);
    }

    /// <summary>Runs <paramref name="body"/> with the work manager that was chosen.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="body">Only the master comes here. What it returns is the exit code.</param>
    /// <param name="managers">Adds work managers beside <c>serial</c>, <c>threads</c> and <c>processes</c>.</param>
    /// <param name="options">What differs from the defaults; the environment and the command line win over it.</param>
    /// <returns>
    /// The exit code: the body's; 1 where it threw, which is printed; 2 where a setting can't be read, in one line; 130
    /// after Ctrl-C, 143 after SIGTERM.
    /// </returns>
    public static async Task<int> RunAsync(
        string[] args, Func<WorkRun, Task<int>> body, Action<WorkManagerCatalog>? managers = null, WorkManagerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(body);
        try
        {
            if (await ServeIfWorkerAsync() is { } code)
                return code;
            WorkManagerCatalog catalog = WorkManagerCatalog.With(managers);
            WorkSettings settings = Read(args, catalog, options);
            using var signals = new SignalWatch();
            return await ServeNodeAsync(catalog, settings, signals) ?? await RunMasterAsync(catalog, settings, body, signals);
        }
        catch (WorkConfigurationException e)
        {
            await ConfigurationError.SayAsync(e, args);
            return BadConfigurationCode;
        }
    }

    /// <summary>
    /// Serves tasks where this process was started as a worker. The first call of a <c>Main</c> that does not use
    /// <see cref="RunAsync(string[], Func{WorkRun, Task}, Action{WorkManagerCatalog}, WorkManagerOptions)"/> but starts
    /// child processes through <see cref="WorkManager"/>, as a test program does.
    /// </summary>
    /// <returns>The exit code with which to end at once; null where this process is no worker.</returns>
    public static async Task<int?> ServeIfWorkerAsync() =>
        WorkerEnvironment.Take() is { } worker ? await WorkerProcess.ServeAsync(worker) : null;

    /// <summary>
    /// Serves tasks where the environment or the command line say that this process is a node, one machine's workers of
    /// a master elsewhere; checks this machine where the first argument is <c>cluster-check</c>. For a <c>Main</c> that starts its work manager through <see cref="WorkManager"/>, after
    /// <see cref="ServeIfWorkerAsync"/>.
    /// </summary>
    /// <param name="args">The command line.</param>
    /// <param name="managers">Adds the work managers that have nodes.</param>
    /// <param name="options">What differs from the defaults; the environment and the command line win over it.</param>
    /// <returns>The exit code with which to end at once; null where this process is to do its own work.</returns>
    public static async Task<int?> ServeIfNodeAsync(
        string[] args, Action<WorkManagerCatalog> managers, WorkManagerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(managers);
        try
        {
            WorkManagerCatalog catalog = WorkManagerCatalog.With(managers);
            WorkSettings settings = Read(args, catalog, options);
            using var signals = new SignalWatch();
            return await ServeNodeAsync(catalog, settings, signals) ?? signals.ExitCode;
        }
        catch (WorkConfigurationException e)
        {
            await ConfigurationError.SayAsync(e, args);
            return BadConfigurationCode;
        }
    }

    private static WorkSettings Read(string[] args, WorkManagerCatalog catalog, WorkManagerOptions? options) =>
        WorkSettings.Read(args, Environment.GetEnvironmentVariable, options ?? new WorkManagerOptions(), catalog);

    private static async Task<int?> ServeNodeAsync(WorkManagerCatalog catalog, WorkSettings settings, SignalWatch signals)
    {
        try
        {
            Task<int>? serving = catalog.RunCommand(settings.Arguments, settings.Options, signals.Token) ?? catalog.ServeNode(
                settings.WorkManager, settings.Options, OutputLogger.For(settings.Options), signals.Token);
            if (serving is null)
                return null;
            int code = await serving;
            return signals.ExitCode ?? code;
        }
        catch (Exception e) when (e is not WorkConfigurationException || signals.ExitCode is not null)
        {
            if (signals.ExitCode is null)
                settings.Options.Output.WriteLine(new WorkOutputLine(e.ToString(), IsError: true));
            return signals.ExitCode ?? FailedCode;
        }
    }

    private static async Task<int> RunMasterAsync(
        WorkManagerCatalog catalog, WorkSettings settings, Func<WorkRun, Task<int>> body, SignalWatch signals)
    {
        IWorkManager work = catalog.Start(settings.WorkManager, settings.Options, OutputLogger.For(settings.Options));
        await using (work)
        {
            signals.Watch((IInterruptible)work);
            try
            {
                int code = await body(new WorkRun(
                    work, settings.Arguments, settings.Help, settings.Options.Output, signals.Token));
                return signals.ExitCode ?? code;
            }
            catch (OperationCanceledException) when (signals.ExitCode is not null)
            {
                return signals.ExitCode.Value;
            }
            catch (WorkConfigurationException) when (signals.ExitCode is null)
            {
                throw;
            }
            catch (WorkerStartException e) when (signals.ExitCode is null && e.InnerException is WorkConfigurationException why)
            {
                throw why;
            }
            catch (Exception e)
            {
                settings.Options.Output.WriteLine(new WorkOutputLine(e.ToString(), IsError: true));
                return signals.ExitCode ?? FailedCode;
            }
        }
    }
}
