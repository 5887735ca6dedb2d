using WestRpc.Diagnostics;

namespace WestRpc;

/// <summary>
/// Starts work managers by name, for programs that do without <see cref="WorkApplication"/>: a test, a service.
/// </summary>
public static class WorkManager
{
    /// <summary>
    /// Starts a work manager; dispose it to stop it. Workers start in the background, and what is submitted meanwhile
    /// waits for them. The program's <c>Main</c> must call <see cref="WorkApplication.ServeIfWorkerAsync"/> first where
    /// <paramref name="name"/> is <c>processes</c>, since a worker is this same program.
    /// </summary>
    /// <param name="name"><c>serial</c>, <c>threads</c>, <c>processes</c>, or one that <paramref name="managers"/> adds.</param>
    /// <param name="options">How it is to run. The environment is not looked at.</param>
    /// <param name="managers">Adds further work managers.</param>
    /// <exception cref="WorkConfigurationException">There is no such work manager, or it can't run like this.</exception>
    public static Task<IWorkManager> StartAsync(
        string name, WorkManagerOptions? options = null, Action<WorkManagerCatalog>? managers = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        options ??= new WorkManagerOptions();
        return Task.FromResult(WorkManagerCatalog.With(managers).Start(name, options, OutputLogger.For(options)));
    }
}
