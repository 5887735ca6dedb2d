using System.Globalization;
using WestRpc.Generators.Model;

namespace WestRpc.Generators.Emission;

/// <summary>The formatters of the types that a task reaches, private to its envelope.</summary>
internal static class FormattersEmitter
{
    private const string Writer = "ref global::MessagePack.MessagePackWriter writer";
    private const string Reader = "ref global::MessagePack.MessagePackReader reader";
    private const string IsNull = "value is null";
    private const string Wire = "global::WestRpc.Wire.WireContext wire";

    public static void Emit(SourceWriter output, TaskModel task)
    {
        ShapeModel[] shapes = [.. task.Shapes.Where(static s => s.Kind != ShapeKind.Leaf)];
        if (shapes.Length == 0)
            return;
        output.Gap();
        output.Open("private static class Formatters");
        for (int i = 0; i < shapes.Length; i++)
        {
            if (i > 0)
                output.Gap();
            EmitWrite(output, task, shapes[i]);
            output.Gap();
            EmitRead(output, task, shapes[i]);
        }

        output.Close();
    }

    private static void EmitWrite(SourceWriter output, TaskModel task, ShapeModel shape)
    {
        output.Open($"internal static void Write{shape.Name}({Writer}, {shape.Type}{(shape.IsReference ? "?" : "")} value, {Wire})");
        if (Absence(shape) is { } absence)
        {
            output.Open($"if ({absence})");
            output.Lines("writer.WriteNil();\nreturn;");
            output.Close();
            output.Gap();
        }

        if (shape.IsRecursive)
            output.Lines("wire.Enter();");
        switch (shape.Kind)
        {
            case ShapeKind.Nullable:
                output.Lines(ShapeCalls.Write(task, shape.Inner[0], "value.GetValueOrDefault()"));
                break;
            case ShapeKind.Collection or ShapeKind.Dictionary:
                CollectionEmitter.EmitWrite(output, task, shape);
                break;
            case ShapeKind.Formatted:
                output.Lines(string.Format(CultureInfo.InvariantCulture, shape.Write, "value") + ";");
                break;
            case ShapeKind.Union:
                UnionEmitter.EmitWrite(output, task, shape);
                break;
            default:
                ObjectEmitter.EmitWrite(output, task, shape);
                break;
        }

        if (shape.IsRecursive)
            output.Lines("wire.Leave();");
        output.Close();
    }

    private static void EmitRead(SourceWriter output, TaskModel task, ShapeModel shape)
    {
        output.Open($"internal static {shape.Type}{(shape.IsReference ? "?" : "")} Read{shape.Name}({Reader}, {Wire})");
        if (Absence(shape) is { } absence)
        {
            output.Lines($"if (reader.TryReadNil())\n    return {(absence == IsNull ? "null" : "default")};");
            output.Gap();
        }

        if (shape.IsRecursive)
            output.Lines("wire.Enter();");
        string result = shape.Kind switch
        {
            ShapeKind.Nullable => EmitReadNullable(output, task, shape),
            ShapeKind.Collection or ShapeKind.Dictionary => CollectionEmitter.EmitRead(output, task, shape),
            ShapeKind.Formatted => shape.Read,
            ShapeKind.Union => UnionEmitter.EmitRead(output, task, shape),
            _ => ObjectEmitter.EmitRead(output, task, shape),
        };
        if (shape.IsRecursive)
            output.Lines("wire.Leave();");
        output.Lines($"return {result};");
        output.Close();
    }

    private static string EmitReadNullable(SourceWriter output, TaskModel task, ShapeModel shape)
    {
        string read = ShapeCalls.Read(task, shape.Inner[0]);
        if (!shape.IsRecursive)
            return read;
        output.Lines($"{shape.Type} item = {read};");
        return "item";
    }

    /// <summary>The condition for a value that is none, and nil on the wire; null where each value is one.</summary>
    private static string? Absence(ShapeModel shape) =>
        shape.IsReference || shape.Kind == ShapeKind.Nullable ? IsNull
        : shape.Collection is { Absence.Length: > 0 } collection ? collection.Absence
        : null;
}
