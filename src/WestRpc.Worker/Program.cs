using WestRpc;
using WestRpc.Worker;

const int BadConfigurationCode = 2;
if (args.Length != 1)
{
    await Console.Error.WriteLineAsync(
        "westrpc-worker: WestRpc starts this program for a master that can't be its own worker (WorkManagerOptions.TaskAssembly); its one argument is the assembly that holds the tasks.");
    return BadConfigurationCode;
}

try
{
    WorkTasks.Load(TaskAssembly.Load(args[0]));
}
catch (Exception e) when (e is WorkConfigurationException or IOException or BadImageFormatException or TypeInitializationException)
{
    await Console.Error.WriteLineAsync($"westrpc-worker: {TaskAssembly.Explain(args[0], e)}");
    return BadConfigurationCode;
}

if (await WorkApplication.ServeIfWorkerAsync() is { } code)
    return code;
await Console.Error.WriteLineAsync("westrpc-worker: there is no master: WestRpc starts this program by itself.");
return BadConfigurationCode;
