using System.Reflection;
using System.Runtime.Loader;

// A program that has plug-ins: it is given one, and calls it.
string path = Path.GetFullPath(args[0]);
var resolver = new AssemblyDependencyResolver(path);
var context = new AssemblyLoadContext("plug-in");
context.Resolving += (_, name) => resolver.ResolveAssemblyToPath(name) is { } found ? context.LoadFromAssemblyPath(found) : null;
Assembly plugin = context.LoadFromAssemblyPath(path);
await (Task)plugin.GetType("Plugin.Entry")!.GetMethod("RunAsync")!.Invoke(null, null)!;
