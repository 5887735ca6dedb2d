using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>Types that mean something in the process that they are in only, whatever their members: says what to send instead.</summary>
internal static class ProcessBound
{
    /// <summary>Null where a type is none of them.</summary>
    public static string? Reason(ITypeSymbol type)
    {
        switch (type.TypeKind)
        {
            case TypeKind.Pointer or TypeKind.FunctionPointer:
                return "is an address, which means nothing in another process: send the data that is there";
            case TypeKind.Dynamic:
                return "can be anything: declare the type that is really sent";
        }

        foreach (ITypeSymbol t in type.WithBases())
        {
            string? reason = (t.ContainingNamespace?.ToDisplayString(), t.Name) switch
            {
                ("System.IO", "Stream" or "TextReader" or "TextWriter" or "BinaryReader" or "BinaryWriter") =>
                    "is a stream, which belongs to the process that opened it: send the path, or the data",
                ("System.Runtime.InteropServices", "SafeHandle" or "CriticalHandle" or "GCHandle" or "HandleRef") =>
                    "is a handle, which means nothing in another process: send what it is made from",
                ("System.Threading.Tasks", "Task" or "ValueTask") =>
                    "is a promise, which only the process that made it can keep: await it, and send the value",
                ("System", "Random") => "is a generator whose state can't be seen: send a seed, and make it in the task",
                ("System.Reflection", "MemberInfo" or "Assembly" or "Module") => "is a part of the program: send its name",
                ("System.Linq.Expressions", "Expression") => "is code, which can't be sent: send the data that it needs",
                _ => null,
            };
            if (reason is not null)
                return reason;
        }

        return null;
    }
}
