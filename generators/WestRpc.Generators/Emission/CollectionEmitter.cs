using WestRpc.Generators.Model;

namespace WestRpc.Generators.Emission;

/// <summary>Arrays, lists, sets and dictionaries, element by element.</summary>
internal static class CollectionEmitter
{
    private const string Format = "global::WestRpc.Wire.WireFormat";

    public static void EmitWrite(SourceWriter output, TaskModel task, ShapeModel shape)
    {
        bool isDictionary = shape.Kind == ShapeKind.Dictionary;
        string source = "value";
        string count = shape.Kind == ShapeKind.Array ? "value.Length" : "value.Count";
        if (shape.Kind != ShapeKind.Array)
        {
            if (shape.Type == shape.Read)
                output.Lines($"{Format}.CheckType(value, typeof({shape.Type}));");
            else
            {
                // An interface, whose implementation may not know its count.
                source = "items";
                count = "items.Count";
                output.Lines($"var items = {Format}.Counted(value);");
            }
        }

        output.Lines($"writer.Write{(isDictionary ? "Map" : "Array")}Header({count});");
        output.Open($"foreach (var item in {source})");
        if (isDictionary)
        {
            output.Lines(ShapeCalls.Write(task, shape.Inner[0], "item.Key"));
            output.Lines(ShapeCalls.Write(task, shape.Inner[1], "item.Value"));
        }
        else
            output.Lines(ShapeCalls.Write(task, shape.Inner[0], "item"));
        output.Close();
    }

    public static void EmitRead(SourceWriter output, TaskModel task, ShapeModel shape)
    {
        bool isDictionary = shape.Kind == ShapeKind.Dictionary;
        output.Lines($"int count = reader.Read{(isDictionary ? "Map" : "Array")}Header();");
        output.Lines(shape.Kind == ShapeKind.Array ? $"var items = {shape.Read};" : $"var items = new {shape.Read}(count);");
        output.Open("for (int i = 0; i < count; i++)");
        if (isDictionary)
        {
            output.Lines($"var key = {ShapeCalls.Read(task, shape.Inner[0])};");
            output.Lines($"items.Add(key, {ShapeCalls.Read(task, shape.Inner[1])});");
        }
        else if (shape.Kind == ShapeKind.Array)
            output.Lines($"items[i] = {ShapeCalls.Read(task, shape.Inner[0])};");
        else
            output.Lines($"items.Add({ShapeCalls.Read(task, shape.Inner[0])});");
        output.Close();
        output.Gap();
        output.Lines("return items;");
    }
}
