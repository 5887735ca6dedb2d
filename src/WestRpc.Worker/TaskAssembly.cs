using System.Reflection;
using System.Runtime.Loader;

namespace WestRpc.Worker;

/// <summary>
/// The assembly that holds the tasks, loaded as a program's own would be: what it refers to comes from its own folder, as its
/// deps.json says, but WestRpc and what that refers to from here, so that there is one registry.
/// </summary>
internal static class TaskAssembly
{
    /// <exception cref="IOException">It is not there, or something that it refers to is not.</exception>
    /// <exception cref="BadImageFormatException">It is no assembly.</exception>
    public static Assembly Load(string path)
    {
        string file = Path.GetFullPath(path);
        if (!File.Exists(file))
            throw new FileNotFoundException("There is no such file.", file);
        var resolver = new AssemblyDependencyResolver(file);
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            resolver.ResolveAssemblyToPath(name) is { } found ? context.LoadFromAssemblyPath(found) : null;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
            resolver.ResolveUnmanagedDllToPath(name) is { } found ? System.Runtime.InteropServices.NativeLibrary.Load(found) : 0;
        return AssemblyLoadContext.Default.LoadFromAssemblyPath(file);
    }

    /// <summary>One line on why it can't be loaded.</summary>
    public static string Explain(string path, Exception failure) => failure switch
    {
        WorkConfigurationException e => e.Message,
        TypeInitializationException { InnerException: { } e } => Explain(path, e),
        FileNotFoundException { FileName: { } missing } when File.Exists(path) =>
            $"'{path}' needs '{missing}', which is neither beside it nor in this runtime (.NET {Environment.Version}): publish it with what it refers to, set EnableDynamicLoading in its project, or install the runtime that it was built for.",
        FileNotFoundException => $"There is no assembly '{path}'.",
        BadImageFormatException => $"'{path}' is no assembly that this runtime (.NET {Environment.Version}) can load.",
        _ => $"'{path}' can't be loaded: {failure.Message}",
    };
}
