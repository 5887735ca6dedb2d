using Microsoft.CodeAnalysis.CSharp;
using WestRpc.Generators.Model;
using WestRpc.Generators.Parsing;

namespace WestRpc.Generators.Emission;

/// <summary>Records, classes, structs and tuples: their members in an array, or under MessagePack-CSharp's keys.</summary>
internal static class ObjectEmitter
{
    private const string Format = "global::WestRpc.Wire.WireFormat";

    // What the generated methods themselves call something.
    private static readonly HashSet<string> Taken = new(StringComparer.Ordinal) { "reader", "wire", "count", "i", "item" };

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
                    EmitGap(output, member.Number - next);
                    output.Lines(Write(task, member));
                    next = member.Number + 1;
                }

                break;
            default:
                output.Lines($"writer.WriteArrayHeader({shape.Members.Count});");
                foreach (MemberModel member in shape.Members)
                    output.Lines(Write(task, member));
                break;
        }
    }

    /// <summary>Nils for the numbers that no member has.</summary>
    private static void EmitGap(SourceWriter output, int count)
    {
        const int MaxLines = 8;
        if (count <= MaxLines)
        {
            for (int i = 0; i < count; i++)
                output.Lines("writer.WriteNil();");
            return;
        }

        output.Lines($"for (int i = 0; i < {Text.Number(count)}; i++)\n    writer.WriteNil();");
    }

    /// <summary>Writes what reads the members, and returns the expression that makes the object of them.</summary>
    public static string EmitRead(SourceWriter output, TaskModel task, ShapeModel shape)
    {
        string[] locals = Locals(shape);
        if (shape.Kind == ShapeKind.Object)
        {
            output.Lines($"{Format}.ReadHeader(ref reader, {shape.Members.Count});");
            for (int i = 0; i < shape.Members.Count; i++)
                output.Lines($"{shape.Members[i].Type} {locals[i]} = {ShapeCalls.Read(task, shape.Members[i].Shape)};");
        }
        else
            EmitReadKeyed(output, task, shape, locals);

        if (!shape.HasCallbacks)
            return Construction(shape, locals);
        output.Lines($"var item = {Construction(shape, locals)};");
        output.Lines(Callback(shape, "item", "OnAfterDeserialize"));
        return "item";
    }

    /// <summary>As MessagePack-CSharp reads: what is missing keeps its default, what is not known is passed over.</summary>
    private static void EmitReadKeyed(SourceWriter output, TaskModel task, ShapeModel shape, string[] locals)
    {
        bool named = shape.Kind == ShapeKind.NamedObject;
        int[] restored = [.. Enumerable.Range(0, shape.Members.Count).Where(i => shape.Members[i].IsAssigned || shape.Construction.Contains(i))];
        foreach (int i in restored)
            output.Lines($"{shape.Members[i].Type} {locals[i]} = default!;");
        output.Lines($"int count = reader.Read{(named ? "Map" : "Array")}Header();");
        output.Open("for (int i = 0; i < count; i++)");
        output.Open(named ? "switch (reader.ReadString())" : "switch (i)");
        foreach (int i in restored)
        {
            MemberModel member = shape.Members[i];
            output.Lines($"case {(named ? Text.Literal(member.Key) : Text.Number(member.Number))}:");
            output.Lines($"    {locals[i]} = {ShapeCalls.Read(task, member.Shape)};\n    break;");
        }

        output.Lines("default:\n    reader.Skip();\n    break;");
        output.Close();
        output.Close();
        output.Gap();
    }

    /// <summary>A local for each member, by its name where nothing else has that.</summary>
    private static string[] Locals(ShapeModel shape)
    {
        HashSet<string> taken = [.. Taken];
        string[] locals = new string[shape.Members.Count];
        for (int i = 0; i < locals.Length; i++)
        {
            string name = shape.Members[i].Name.TrimStart('@', '_');
            if (name.Length > 0 && SyntaxFacts.IsIdentifierStartCharacter(name[0]))
                name = char.ToLowerInvariant(name[0]) + name.Substring(1);
            else
                name = $"member{i}";
            name = taken.Contains(name) ? Text.Free($"member{i}", taken) : name;
            taken.Add(name);
            locals[i] = TypeNames.Escape(name);
        }

        return locals;
    }

    private static string Construction(ShapeModel shape, string[] locals)
    {
        string arguments = string.Join(", ", shape.Construction.Select(i => $"{locals[i]}{(shape.Members[i].IsForgiven ? "!" : "")}"));
        if (shape.IsTuple)
            return $"({arguments})";
        string[] assigned =
        [
            .. shape.Members.Select((m, i) => m.IsAssigned ? $"{m.Name} = {locals[i]}" : "").Where(static a => a.Length > 0),
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
