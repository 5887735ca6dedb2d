using WestRpc.Generators.Model;

namespace WestRpc.Generators.Emission;

/// <summary>Interfaces and abstract classes with MessagePack-CSharp's <c>[Union]</c>: an array of a case's key and its value.</summary>
internal static class UnionEmitter
{
    private const string Format = "global::WestRpc.Wire.WireFormat";

    public static void EmitWrite(SourceWriter output, TaskModel task, ShapeModel shape)
    {
        output.Open("switch (value)");
        foreach (MemberModel member in shape.Members)
        {
            output.Lines($"case {member.Type} item:");
            output.Lines($"    writer.WriteArrayHeader(2);\n    writer.Write({Text.Number(member.Number)});");
            output.Lines($"    {ShapeCalls.Write(task, member.Shape, "item")}\n    break;");
        }

        output.Lines($"default:\n    throw {Format}.NoCase(value, typeof({shape.Type}));");
        output.Close();
    }

    /// <summary>Writes what reads a case, and returns the variable that holds it.</summary>
    public static string EmitRead(SourceWriter output, TaskModel task, ShapeModel shape)
    {
        output.Lines($"{Format}.ReadHeader(ref reader, 2);");
        output.Lines("int key = reader.ReadInt32();");
        output.Open($"{shape.Type}? item = key switch");
        foreach (MemberModel member in shape.Members.OrderBy(static m => m.Number))
            output.Lines($"{Text.Number(member.Number)} => {ShapeCalls.Read(task, member.Shape)},");
        output.Lines($"_ => throw {Format}.NoCase(key, typeof({shape.Type})),");
        output.Close("};");
        return "item";
    }
}
