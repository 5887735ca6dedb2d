using System.Reflection;
using System.Runtime.CompilerServices;

namespace WestRpc;

/// <summary>
/// Makes the tasks of a class library known. A C# program does so by itself for each library that it refers to. It takes
/// this where no generator sees the program or the library: in a program in F# or Visual Basic, and for a plug-in. The call
/// stands in front of <see cref="WorkApplication.RunAsync(string[], Func{WorkRun, Task}, Action{WorkManagerCatalog}, WorkManagerOptions)"/>,
/// since workers need the tasks as well.
/// </summary>
public static class WorkTasks
{
    /// <summary>Loads the tasks of the assembly that holds <paramref name="type"/>, and of the libraries that it refers to.</summary>
    /// <exception cref="WorkConfigurationException">There are no tasks in it.</exception>
    public static void Load(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        Load(type.Assembly);
    }

    /// <summary>Loads the tasks of an assembly, and of the libraries that it refers to.</summary>
    /// <exception cref="WorkConfigurationException">There are no tasks in it.</exception>
    public static void Load(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        if (!assembly.IsDefined(typeof(WorkTaskCatalogAttribute)))
            throw new WorkConfigurationException(
                $"'{assembly.GetName().Name}' holds no tasks: no method in it is marked with [WorkTask], or it was built without WestRpc's generator.");
        RuntimeHelpers.RunModuleConstructor(assembly.ManifestModule.ModuleHandle);
    }
}
