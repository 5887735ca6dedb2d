using WestRpc.Generators.Model;

namespace WestRpc.Generators.Emission;

/// <summary>The formatters of the types that a task reaches, private to its envelope.</summary>
internal static class FormattersEmitter
{
    private const string Writer = "ref global::MessagePack.MessagePackWriter writer";
    private const string Reader = "ref global::MessagePack.MessagePackReader reader";
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
        bool mayBeNull = shape.IsReference || shape.Kind == ShapeKind.Nullable;
        output.Open($"internal static void Write{shape.Name}({Writer}, {shape.Type}{(shape.IsReference ? "?" : "")} value, {Wire})");
        if (mayBeNull)
        {
            output.Open("if (value is null)");
            output.Lines("writer.WriteNil();\nreturn;");
            output.Close();
            output.Gap();
        }

        switch (shape.Kind)
        {
            case ShapeKind.Nullable:
                output.Lines(ShapeCalls.Write(task, shape.Inner[0], "value.GetValueOrDefault()"));
                break;
            case ShapeKind.Array or ShapeKind.Collection or ShapeKind.Dictionary:
                CollectionEmitter.EmitWrite(output, task, shape);
                break;
            default:
                ObjectEmitter.EmitWrite(output, task, shape);
                break;
        }

        output.Close();
    }

    private static void EmitRead(SourceWriter output, TaskModel task, ShapeModel shape)
    {
        bool mayBeNull = shape.IsReference || shape.Kind == ShapeKind.Nullable;
        output.Open($"internal static {shape.Type}{(shape.IsReference ? "?" : "")} Read{shape.Name}({Reader}, {Wire})");
        if (mayBeNull)
        {
            output.Lines("if (reader.TryReadNil())\n    return null;");
            output.Gap();
        }

        switch (shape.Kind)
        {
            case ShapeKind.Nullable:
                output.Lines($"return {ShapeCalls.Read(task, shape.Inner[0])};");
                break;
            case ShapeKind.Array or ShapeKind.Collection or ShapeKind.Dictionary:
                CollectionEmitter.EmitRead(output, task, shape);
                break;
            default:
                ObjectEmitter.EmitRead(output, task, shape);
                break;
        }

        output.Close();
    }
}
