using WestRpc.Generators.Model;

namespace WestRpc.Generators.Emission;

/// <summary>The statement that writes a value of a shape, and the expression that reads one.</summary>
internal static class ShapeCalls
{
    public static string Write(TaskModel task, int shape, string value)
    {
        ShapeModel model = task.Shapes[shape];
        return model.Kind == ShapeKind.Leaf
            ? string.Format(System.Globalization.CultureInfo.InvariantCulture, model.Write, value) + ";"
            : $"Formatters.Write{model.Name}(ref writer, {value}, wire);";
    }

    public static string Read(TaskModel task, int shape)
    {
        ShapeModel model = task.Shapes[shape];
        return model.Kind == ShapeKind.Leaf
            ? model.Read
            : $"Formatters.Read{model.Name}(ref reader, wire){(model.IsReference ? "!" : "")}";
    }
}
