using System.Globalization;
using WestRpc.Generators.Model;

namespace WestRpc.Generators.Emission;

/// <summary>Arrays, lists, sets and dictionaries, element by element.</summary>
internal static class CollectionEmitter
{
    public static void EmitWrite(SourceWriter output, TaskModel task, ShapeModel shape)
    {
        CollectionModel collection = shape.Collection!;
        output.Lines(collection.Header);
        output.Open($"foreach (var item in {collection.Source})");
        if (shape.Kind == ShapeKind.Dictionary)
        {
            output.Lines(ShapeCalls.Write(task, shape.Inner[0], "item.Key"));
            output.Lines(ShapeCalls.Write(task, shape.Inner[1], "item.Value"));
        }
        else
            output.Lines(ShapeCalls.Write(task, shape.Inner[0], "item"));
        output.Close();
    }

    /// <summary>Writes what reads the items, and returns the expression that is the collection.</summary>
    public static string EmitRead(SourceWriter output, TaskModel task, ShapeModel shape)
    {
        CollectionModel collection = shape.Collection!;
        output.Lines(collection.Creation);
        output.Open($"for (int i = 0; i < {collection.Count}; i++)");
        string item = ShapeCalls.Read(task, shape.Inner[0]);
        if (shape.Kind == ShapeKind.Dictionary)
        {
            output.Lines($"var key = {item};");
            output.Lines(string.Format(CultureInfo.InvariantCulture, collection.Add, "key", ShapeCalls.Read(task, shape.Inner[1])));
        }
        else
            output.Lines(string.Format(CultureInfo.InvariantCulture, collection.Add, item));
        output.Close();
        output.Gap();
        return collection.Result;
    }
}
