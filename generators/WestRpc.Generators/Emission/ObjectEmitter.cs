using WestRpc.Generators.Model;

namespace WestRpc.Generators.Emission;

/// <summary>Records, classes, structs and tuples: their members in an array, or under MessagePack-CSharp's keys.</summary>
internal static class ObjectEmitter
{
    private const string Format = "global::WestRpc.Wire.WireFormat";

    public static void EmitWrite(SourceWriter output, TaskModel task, ShapeModel shape)
    {
        if (!shape.IsSealed)
            output.Lines($"{Format}.CheckType(value, typeof({shape.Type}));");
        if (shape.HasCallbacks)
            output.Lines(Callback(shape, "value", "OnBeforeSerialize"));
        switch (shape.Kind)
        {
            case ShapeKind.NamedObject:
                output.Lines($"writer.WriteMapHeader({shape.Members.Count});");
                foreach (MemberModel member in shape.Members)
                {
                    output.Lines($"writer.Write({Text.Literal(member.Key)});");
                    output.Lines(Write(task, member));
                }

                break;
            case ShapeKind.NumberedObject:
                int next = 0;
                output.Lines($"writer.WriteArrayHeader({Length(shape)});");
                foreach (MemberModel member in shape.Members)
                {
                    for (; next < member.Number; next++)
                        output.Lines("writer.WriteNil();");
                    output.Lines(Write(task, member));
                    next++;
                }

                break;
            default:
                output.Lines($"writer.WriteArrayHeader({shape.Members.Count});");
                foreach (MemberModel member in shape.Members)
                    output.Lines(Write(task, member));
                break;
        }
    }

    /// <summary>Writes what reads the members, and returns the expression that makes the object of them.</summary>
    public static string EmitRead(SourceWriter output, TaskModel task, ShapeModel shape)
    {
        if (shape.Kind == ShapeKind.Object)
        {
            output.Lines($"{Format}.ReadHeader(ref reader, {shape.Members.Count});");
            for (int i = 0; i < shape.Members.Count; i++)
                output.Lines($"{shape.Members[i].Type} member{i} = {ShapeCalls.Read(task, shape.Members[i].Shape)};");
        }
        else
            EmitReadKeyed(output, task, shape);

        if (!shape.HasCallbacks)
            return Construction(shape);
        output.Lines($"var item = {Construction(shape)};");
        output.Lines(Callback(shape, "item", "OnAfterDeserialize"));
        return "item";
    }

    /// <summary>As MessagePack-CSharp reads: what is missing keeps its default, what is not known is passed over.</summary>
    private static void EmitReadKeyed(SourceWriter output, TaskModel task, ShapeModel shape)
    {
        bool named = shape.Kind == ShapeKind.NamedObject;
        int[] restored = [.. Enumerable.Range(0, shape.Members.Count).Where(i => shape.Members[i].IsAssigned || shape.Construction.Contains(i))];
        foreach (int i in restored)
            output.Lines($"{shape.Members[i].Type} member{i} = default!;");
        output.Lines($"int count = reader.Read{(named ? "Map" : "Array")}Header();");
        output.Open("for (int i = 0; i < count; i++)");
        output.Open(named ? "switch (reader.ReadString())" : "switch (i)");
        foreach (int i in restored)
        {
            MemberModel member = shape.Members[i];
            output.Lines($"case {(named ? Text.Literal(member.Key) : Text.Number(member.Number))}:");
            output.Lines($"    member{i} = {ShapeCalls.Read(task, member.Shape)};\n    break;");
        }

        output.Lines("default:\n    reader.Skip();\n    break;");
        output.Close();
        output.Close();
        output.Gap();
    }

    private static string Construction(ShapeModel shape)
    {
        string arguments = string.Join(", ", shape.Construction.Select(i => $"member{i}{(shape.Members[i].IsForgiven ? "!" : "")}"));
        if (shape.IsTuple)
            return $"({arguments})";
        string[] assigned =
        [
            .. shape.Members.Select(static (m, i) => m.IsAssigned ? $"{m.Name} = member{i}" : "").Where(static a => a.Length > 0),
        ];
        return assigned.Length == 0
            ? $"new {shape.Type}({arguments})"
            : $"new {shape.Type}({arguments}) {{ {string.Join(", ", assigned)} }}";
    }

    /// <summary>Through the interface, which may be implemented explicitly; a value type is not boxed for it.</summary>
    private static string Callback(ShapeModel shape, string value, string method) => shape.IsReference
        ? $"((global::MessagePack.IMessagePackSerializationCallbackReceiver){value}).{method}();"
        : $"{Format}.{method}(ref {value});";

    private static string Write(TaskModel task, MemberModel member) => ShapeCalls.Write(task, member.Shape, "value." + member.Name);

    private static int Length(ShapeModel shape) => shape.Members.Count == 0 ? 0 : shape.Members.Max(static m => m.Number) + 1;
}
